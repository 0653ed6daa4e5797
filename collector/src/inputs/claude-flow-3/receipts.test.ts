import { rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOON } from '../../testing/records.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { receiptSample } from './receipts.ts';
import { ReceiptsFile } from './receiptsFile.ts';

function receipt(sequence: number, ledger = 'a', fields: { decision?: object; action?: object } = {}) {
  return {
    payload: {
      receiptId: `sha256:${ledger}${sequence}`,
      sequence,
      issuedAt: NOON + sequence,
      request: {
        identity: { id: 'private-identity', type: 'legacy' },
        action: { type: 'mcp.tool.call', tool: 'task_create', resource: 'private-resource', ...fields.action },
        context: { metadata: { inputDigest: 'private-digest' } },
        requestId: 'private-request',
      },
      decision: { outcome: 'allowed', enforcedOutcome: 'allowed', reason: 'private-reason', ...fields.decision },
    },
    hash: `sha256:hash${sequence}`,
  };
}
const ledger = (from: number, to: number, name = 'a') =>
  Array.from({ length: to - from }, (_, index) => receipt(from + index, name));

describe('a receipt', () => {
  it('is one tool call that was let through, and says nothing of its success, time or agent', () => {
    const parsed = receiptSample(JSON.stringify(receipt(3)), 'scope');
    expect(parsed).toEqual({
      record: expect.objectContaining({
        id: 'sha256:a3',
        source: 'claude-flow-3/receipts',
        timestamp: NOON + 3,
        swarmId: 'unassigned',
        metricType: 'TOOL_CALLS',
        value: 1,
        tags: { kind: 'tool_call', tool: 'task_create', outcome: 'allowed' },
      }),
    });
    expect(JSON.stringify(parsed)).not.toMatch(/private|agentId|status|duration/);
  });

  it('tells what was done, not what the rules would have done', () => {
    const outcomeOf = (decision: object) => {
      const parsed = receiptSample(JSON.stringify(receipt(1, 'a', { decision })), 'scope');
      return 'record' in parsed ? parsed.record.tags['outcome'] : parsed.rejection.reason;
    };
    expect(outcomeOf({ outcome: 'denied', enforcedOutcome: 'allowed' })).toBe('allowed');
    expect(outcomeOf({ outcome: 'denied', enforcedOutcome: undefined })).toBe('denied');
    expect(outcomeOf({ outcome: 7, enforcedOutcome: undefined })).toBe('malformed');
  });

  it.each([
    '',
    '{}',
    'null',
    '[]',
    '{"payload":{"receiptId":"a"}}',
    JSON.stringify(receipt(1, 'a', { action: { tool: 5 } })),
  ])('that is not whole is rejected: %s', (text) => {
    expect(receiptSample(text, 'scope')).toMatchObject({ rejection: { reason: 'malformed' } });
  });
});

describe('the ledger of receipts', () => {
  async function watched() {
    const path = join(await tempFolder(), 'state.json');
    const write = async (receipts: object[]) => {
      // As claude-flow does it: a new file in the place of the old one.
      await writeFile(`${path}.tmp`, JSON.stringify({ version: 1, usage: [], receipts, migratedAt: 1 }, null, 2));
      await rename(`${path}.tmp`, path);
    };
    let now = 0;
    const file = new ReceiptsFile(path, () => (now += 1000) - 1000);
    const read = async () => {
      now += 1e9;
      const ids: string[] = [];
      const { state } = await file.read(async (texts) => {
        ids.push(...texts.map((text) => JSON.parse(text ?? '')['payload']['receiptId'].slice(7)));
      });
      return { state, ids };
    };
    return { path, write, file, read };
  }

  it('hands over what is new', async () => {
    const { write, read } = await watched();
    expect(await read()).toEqual({ state: 'missing', ids: [] });
    await write(ledger(0, 2));
    expect(await read()).toEqual({ state: 'read', ids: ['a0', 'a1'] });
    expect(await read()).toEqual({ state: 'unchanged', ids: [] });
    await write(ledger(0, 5));
    expect(await read()).toEqual({ state: 'read', ids: ['a2', 'a3', 'a4'] });
  });

  it('takes one that starts with another receipt for a new one', async () => {
    const { write, read } = await watched();
    await write(ledger(0, 3));
    await read();
    await write(ledger(0, 4, 'b'));
    expect((await read()).ids).toEqual(['b0', 'b1', 'b2', 'b3']);
    await write([]);
    expect((await read()).ids).toEqual([]);
    await write(ledger(0, 5, 'b'));
    expect((await read()).ids).toEqual(['b4']);
  });

  it('hands over all again when asked to', async () => {
    const { write, file, read } = await watched();
    await write(ledger(0, 3));
    await read();
    file.again();
    expect((await read()).ids).toEqual(['a0', 'a1', 'a2']);
  });

  it('takes the whole receipts of a torn file, and the rest when it is whole', async () => {
    const { path, write, read } = await watched();
    await write(ledger(0, 3));
    await truncate(path, 2000);
    expect(await read()).toEqual({ state: 'unreadable', ids: ['a0', 'a1'] });
    await write(ledger(0, 3));
    expect(await read()).toEqual({ state: 'read', ids: ['a2'] });
    await writeFile(path, '');
    expect((await read()).state).toBe('unreadable');
    await rm(path);
    expect((await read()).state).toBe('missing');
  });

  it('names what is no ledger, such as one in UTF-16', async () => {
    const { path, read } = await watched();
    for (const text of ['[]', '{"receipts":{}}', Buffer.from('{"receipts":[{}]}', 'utf16le')]) {
      await writeFile(path, text);
      expect(await read()).toEqual({ state: 'unreadable', ids: [] });
    }
  });

  it('hands a batch over again that could not be taken', async () => {
    const { write, file, read } = await watched();
    await write(ledger(0, 2));
    await expect(file.read(() => Promise.reject(new Error('full')))).rejects.toThrow('full');
    expect((await read()).ids).toEqual(['a0', 'a1']);
  });

  it('is read less often the longer it takes', async () => {
    const path = join(await tempFolder(), 'state.json');
    await writeFile(path, JSON.stringify({ receipts: ledger(0, 1) }));
    let now = 0;
    const file = new ReceiptsFile(path, () => now);
    await file.read(async () => {
      now += 1000;
    });
    await writeFile(path, JSON.stringify({ receipts: ledger(0, 2) }));
    const states: string[] = [];
    for (const at of [2000, 20_000, 22_000]) {
      now = at;
      states.push((await file.read(async () => undefined)).state);
    }
    expect(states).toEqual(['unchanged', 'unchanged', 'read']);
  });

  it('holds one batch of a large file at a time', async () => {
    const { path, write, file } = await watched();
    const receipts = ledger(0, 20_000);
    await write(receipts);
    const sizes: number[] = [];
    await file.read(async (texts) => void sizes.push(texts.length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20_000);
    expect(Math.max(...sizes)).toBeLessThan(1000);
    await rm(path);
  });
});
