import { chmod, mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ServiceError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { openStore, summaryOf } from '../../testing/stores.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import {
  assistantLine,
  readTranscripts,
  resultLine,
  SESSION,
  TestTranscripts,
  type InputSetup,
} from '../../testing/transcripts.ts';

async function setUp(setup: InputSetup = {}, lines: unknown[] = []) {
  const transcripts = await TestTranscripts.create();
  if (lines.length > 0) {
    await transcripts.append(lines);
  }
  const store = await openStore();
  const reading = await readTranscripts(transcripts.folder, store, setup);
  return { transcripts, store, ...reading };
}

const outputOf = async (store: Store) => (await summaryOf(store, SESSION)).tokens?.output;
const requestsOf = async (store: Store) => (await summaryOf(store, SESSION)).requests?.total;
const soon = { timeout: 5000 };

describe('a request', () => {
  it('has the usage of its last line, also when another message stands between', async () => {
    const { store } = await setUp({}, [
      assistantLine('a', 3),
      assistantLine('b', 4, { at: 1 }),
      assistantLine('a', 50, { at: 2 }),
      assistantLine('b', 60, { at: 3, stop: 'end_turn' }),
    ]);
    expect(await summaryOf(store, SESSION)).toMatchObject({
      requests: { total: 2, failed: 0 },
      tokens: { input: 20, output: 110, cacheRead: 200, cacheCreation: 40 },
    });
  });

  it('is corrected by a line that comes after it was taken as it was', async () => {
    const { store, transcripts, input } = await setUp({}, [assistantLine('a', 3)]);
    await vi.waitFor(async () => expect(await outputOf(store)).toBe(3), soon);
    await transcripts.append([assistantLine('a', 50, { at: 9, stop: 'end_turn' })]);
    await vi.waitFor(async () => expect(await outputOf(store)).toBe(50), soon);
    expect(await requestsOf(store)).toBe(1);
    expect(input.status().counts).toMatchObject({ stored: 2, rejected: {} });
  });

  it('waits for its last line as long as the file is being written, also over a restart', async () => {
    const stateFile = join(await tempFolder(), 'state.db');
    const setup = { stateFile, pace: { quietMs: 60_000 } };
    const { store, transcripts, end } = await setUp(setup, [assistantLine('a', 3)]);
    await end();
    expect(await store.info()).toMatchObject({ steps: 0 });
    const again = await readTranscripts(transcripts.folder, store, setup);
    expect(await store.info()).toMatchObject({ steps: 0 });
    await transcripts.append([assistantLine('a', 50, { stop: 'end_turn' })]);
    await vi.waitFor(async () => expect(await outputOf(store)).toBe(50), soon);
    await again.end();
  });

  it.each(['with', 'without'])('keeps its last usage when everything is read again %s cursors', async (cursors) => {
    const stateFile = join(await tempFolder(), 'state.db');
    const lines = [assistantLine('a', 3), ...Array.from({ length: 40 }, (_, at) => assistantLine(`m${at}`, 1, { at }))];
    const { store, transcripts, end } = await setUp({ stateFile }, lines);
    await transcripts.append([assistantLine('a', 50, { at: 99 })]);
    await vi.waitFor(async () => expect(await outputOf(store)).toBe(90), soon);
    await end();
    for (let time = 0; time < 2; time++) {
      await (await readTranscripts(transcripts.folder, store, cursors === 'with' ? { stateFile } : {})).end();
    }
    expect([await outputOf(store), await requestsOf(store)]).toEqual([90, 41]);
  });

  it('is corrected in one reading when its lines lie far apart, and every time it is read', async () => {
    const between = Array.from({ length: 40 }, (_, at) => assistantLine(`m${at}`, 1, { at }));
    const { store, transcripts } = await setUp({}, [
      assistantLine('a', 3),
      ...between,
      assistantLine('a', 50, { at: 99 }),
    ]);
    expect([await outputOf(store), await requestsOf(store)]).toEqual([90, 41]);
    await (await readTranscripts(transcripts.folder, store)).end();
    expect([await outputOf(store), await requestsOf(store)]).toEqual([90, 41]);
  });

  it('of a session that goes on as a copy of another is counted once', async () => {
    const lines = [assistantLine('a', 5, { stop: 'end_turn', tools: [['t', 'Bash']] }), resultLine('t', {}, { at: 5 })];
    const { store, transcripts } = await setUp({}, lines);
    await transcripts.append(
      [
        ...lines.map((line) => ({ ...line, sessionId: 'copy' })),
        { ...assistantLine('b', 7, { at: 9 }), sessionId: 'copy' },
      ],
      transcripts.file('copy')
    );
    await vi.waitFor(async () => expect((await summaryOf(store, 'copy')).tokens?.output).toBe(7), soon);
    expect(await outputOf(store)).toBe(5);
    expect((await summaryOf(store, 'copy')).tools).toBeUndefined();
  });

  it('has no cost when the price is not known, and no tokens when nobody says', async () => {
    const { store } = await setUp({}, [
      assistantLine('a', 5, { stop: 'end_turn', model: 'some-model' }),
      assistantLine('b', 5, { stop: 'end_turn', usage: { speed: 'fast' } }),
      {
        ...assistantLine('c', 0),
        message: { id: 'c', role: 'assistant', model: 'claude-sonnet-5', stop_reason: 'end_turn' },
      },
    ]);
    const summary = await summaryOf(store, SESSION);
    expect(summary).not.toHaveProperty('costUsd');
    expect(summary).toMatchObject({ requests: { total: 3 }, tokens: { output: 10 } });
  });

  it('is none where Claude Code spoke itself, and a failed one where the API refused', async () => {
    const error = (fields: object) => ({ ...assistantLine('x', 0, { model: '<synthetic>' }), ...fields });
    const { store } = await setUp({}, [
      error({}),
      error({ requestId: 'r1', isApiErrorMessage: true, apiErrorStatus: 529 }),
      error({ requestId: 'r2', isApiErrorMessage: true, error: 'rate_limit' }),
      error({ requestId: 'r3', isApiErrorMessage: true, error: 'something said in words' }),
    ]);
    const failed = await store.tasks({ kinds: ['request'], limit: 9 });
    expect(failed.map(({ status, errorClass, tokensOutput }) => [status, errorClass, tokensOutput]).sort()).toEqual([
      ['failed', '529', null],
      ['failed', 'rate_limit', null],
      ['failed', 'unknown', null],
    ]);
  });
});

describe('a tool call', () => {
  it('lasts from its call to its result, whichever order files and restarts give', async () => {
    const stateFile = join(await tempFolder(), 'state.db');
    const call = assistantLine('a', 5, { stop: 'tool_use', tools: [['t', 'Bash']] });
    const { store, transcripts, end } = await setUp({ stateFile }, [call]);
    await end();
    await transcripts.append([resultLine('t', {}, { at: 250, isError: true })]);
    await (await readTranscripts(transcripts.folder, store, { stateFile })).end();
    expect(await store.tasks({ kinds: ['tool'], limit: 9 })).toMatchObject([
      {
        status: 'failed',
        taskType: 'Bash',
        durationMs: 250,
        provenance: 'estimated',
        agentId: 'main',
        errorClass: null,
      },
    ]);
    expect(await requestsOf(store)).toBe(1);
  });

  it('whose call is not in the file counts without name and duration', async () => {
    const { store } = await setUp({}, [resultLine('gone')]);
    expect(await store.tasks({ kinds: ['tool'], limit: 9 })).toMatchObject([{ taskType: null, durationMs: null }]);
  });
});

describe('lines that can’t be read', () => {
  it('are counted by reason, and the others are kept', async () => {
    const { store, input } = await setUp({}, [
      '{"type":"assistant","message":{"id":"torn"\n',
      'not JSON at all\n',
      '\uFEFF{"type":"future-kind"}\n',
      '\n',
      { ...assistantLine('late', 1), timestamp: 'yesterday' },
      { ...assistantLine('minus', -5, { stop: 'end_turn' }) },
      JSON.stringify({ type: '__proto__', __proto__: null, text: '"assistant"' }) + '\n',
      `${JSON.stringify({ type: 'user', text: 'x'.repeat(17 * 1024 * 1024) })}\n`,
      assistantLine('good', 5, { stop: 'end_turn' }),
    ]);
    expect(await outputOf(store)).toBe(5);
    const { counts, examples } = input.status();
    expect(counts).toMatchObject({
      received: 6,
      stored: 1,
      rejected: { malformed: 2, missing_time: 1, negative: 1, line_too_long: 1 },
      ignored: 2,
    });
    expect(JSON.stringify(examples)).not.toContain('torn');
  });

  it('in another encoding are refused, not guessed', async () => {
    const { input, transcripts } = await setUp();
    await mkdir(dirname(transcripts.file()), { recursive: true });
    await writeFile(transcripts.file(), Buffer.from(`${JSON.stringify(assistantLine('a', 5))}\n`, 'utf16le'));
    await vi.waitFor(() => expect(input.status().counts.rejected).toEqual({ malformed: 1 }), soon);
  });

  it('are waited for while they are not whole, however long they grow', async () => {
    const { store, transcripts, input } = await setUp({}, [assistantLine('a', 5, { stop: 'end_turn' })]);
    const text = `${JSON.stringify(assistantLine('b', 7, { stop: 'end_turn' }))}\n`;
    await transcripts.append([text.slice(0, 100)]);
    await vi.waitFor(async () => expect(await requestsOf(store)).toBe(1), soon);
    await transcripts.append([text.slice(100)]);
    await vi.waitFor(async () => expect(await outputOf(store)).toBe(12), soon);
    await transcripts.append(['{"x":"' + 'y'.repeat(20 * 1024 * 1024)]);
    await transcripts.append(['"}\n', assistantLine('c', 9, { stop: 'end_turn' })]);
    await vi.waitFor(async () => expect(await outputOf(store)).toBe(21), soon);
    expect(input.status().counts.rejected).toEqual({ line_too_long: 1 });
  });
});

describe('files and folders', () => {
  it('are waited for, may vanish and come back', async () => {
    const { store, transcripts, input } = await setUp();
    expect(input.status()).toMatchObject({ state: 'waiting' });
    await transcripts.append([assistantLine('a', 5, { stop: 'end_turn' })]);
    await vi.waitFor(() => expect(input.status().state).toBe('ok'), soon);
    await rename(transcripts.folder, `${transcripts.folder}-away`);
    await vi.waitFor(() => expect(input.status()).toMatchObject({ state: 'degraded' }), soon);
    await rename(`${transcripts.folder}-away`, transcripts.folder);
    await transcripts.append([assistantLine('b', 7, { stop: 'end_turn' })]);
    await vi.waitFor(async () => expect(await outputOf(store)).toBe(12), soon);
    expect(input.status().state).toBe('ok');
  });

  it('are read anew when they shrink, are replaced or rewritten in place', async () => {
    const { store, transcripts } = await setUp({}, [assistantLine('a', 5, { stop: 'end_turn' })]);
    const path = transcripts.file();
    const first = await readFile(path);
    await truncate(path, 0);
    await transcripts.append([assistantLine('b', 7, { stop: 'end_turn' })]);
    await vi.waitFor(async () => expect(await outputOf(store)).toBe(12), soon);
    await rm(path);
    await transcripts.append([assistantLine('c', 9, { stop: 'end_turn' })]);
    await vi.waitFor(async () => expect(await outputOf(store)).toBe(21), soon);
    await writeFile(
      path,
      Buffer.concat([first, first, Buffer.from(`${JSON.stringify(assistantLine('d', 1, { stop: 'x' }))}\n`)])
    );
    await vi.waitFor(async () => expect(await outputOf(store)).toBe(22), soon);
    expect(await requestsOf(store)).toBe(4);
  });

  it.skipIf(process.getuid?.() === 0)('that may not be read are said, without their names', async () => {
    const { transcripts, input } = await setUp({}, [assistantLine('a', 5, { stop: 'end_turn' })]);
    await transcripts.append([assistantLine('b', 5)], transcripts.file('secret'));
    await chmod(transcripts.file('secret'), 0);
    await vi.waitFor(() => expect(input.status().state).toBe('degraded'), soon);
    expect(input.status().reason).not.toContain('secret');
  });

  it('that are no folder are refused', async () => {
    const file = join(await tempFolder(), 'file');
    await writeFile(file, '');
    await expect(readTranscripts(file, await openStore())).rejects.toMatchObject({ code: 'CONFIG' });
  });

  it('give everything again after the store has failed, and no cursor passes what is not kept', async () => {
    const stateFile = join(await tempFolder(), 'state.db');
    const transcripts = await TestTranscripts.create();
    await transcripts.append([assistantLine('a', 5, { stop: 'end_turn' }), 'no JSON\n']);
    const real = await openStore();
    let broken = true;
    const store: Store = Object.assign(Object.create(real), {
      append: (...batch: Parameters<Store['append']>) =>
        broken ? Promise.reject(new ServiceError('STORE_FULL', 'The disk is full.')) : real.append(...batch),
    });
    const { input, end } = await readTranscripts(transcripts.folder, store, { stateFile });
    expect(input.status()).toMatchObject({ state: 'degraded', counts: { received: 0 } });
    await end();
    const again = await readTranscripts(transcripts.folder, store, { stateFile });
    broken = false;
    await vi.waitFor(() => expect(again.input.status().state).toBe('ok'), soon);
    expect(again.input.status().counts).toMatchObject({ stored: 1, rejected: { malformed: 1 } });
    expect(await outputOf(real)).toBe(5);
  });

  it('that were read are not read again after a restart, unless what they are read for has changed', async () => {
    const stateFile = join(await tempFolder(), 'state.db');
    const { store, transcripts, end } = await setUp({ stateFile }, [assistantLine('a', 5, { stop: 'end_turn' })]);
    await end();
    const same = await readTranscripts(transcripts.folder, store, { stateFile });
    expect(same.input.status().counts).toMatchObject({ received: 0 });
    await same.end();
    const moved = await readTranscripts(transcripts.folder, store, { stateFile, swarms: { [SESSION]: 'crew' } });
    expect(moved.input.status().counts).toMatchObject({ stored: 1 });
    expect((await summaryOf(store, 'crew')).requests?.total).toBe(1);
    expect(await store.swarms({})).toHaveLength(1);
  });

  it('can be thousands', async () => {
    const transcripts = await TestTranscripts.create();
    await Promise.all(
      Array.from({ length: 3000 }, (_, number) => {
        const line = { ...assistantLine(`m${number}`, 1, { stop: 'end_turn' }), sessionId: `s${number}` };
        return transcripts.append([line], transcripts.file(`s${number}`));
      })
    );
    const store = await openStore();
    const { input } = await readTranscripts(transcripts.folder, store);
    expect(input.status().counts).toMatchObject({ stored: 3000 });
    await transcripts.append([{ ...assistantLine('new', 1, { stop: 'x' }), sessionId: 's7' }], transcripts.file('s7'));
    await vi.waitFor(() => expect(input.status().counts.stored).toBe(3001), soon);
  });
});

describe('progress', () => {
  it('grows while what was there is read, and is gone afterwards', async () => {
    const transcripts = await TestTranscripts.create();
    for (let file = 0; file < 5; file++) {
      const lines = Array.from({ length: 600 }, (_, n) => ({
        ...assistantLine(`${file}-${n}`, 1, { stop: 'end_turn' }),
        sessionId: `s${file}`,
      }));
      await transcripts.append(lines, transcripts.file(`s${file}`));
    }
    const real = await openStore();
    const seen: Array<number | undefined> = [];
    const store: Store = Object.assign(Object.create(real), {
      append: (...batch: Parameters<Store['append']>) => {
        seen.push(reading.current?.status().progress);
        return real.append(...batch);
      },
    });
    const reading: { current?: Awaited<ReturnType<typeof readTranscripts>>['input'] } = {};
    const started = readTranscripts(transcripts.folder, store, { onCreate: (input) => (reading.current = input) });
    const { input } = await started;
    const steps = seen.flatMap((value) => value ?? []);
    expect(steps.length).toBeGreaterThan(2);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.every((value) => value > 0 && value <= 1)).toBe(true);
    expect(input.status()).not.toHaveProperty('progress');
  });
});
