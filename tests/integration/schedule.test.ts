import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually, Launched, Workplace } from './support/service.ts';

const work = new Workplace();
afterAll(() => work.clear());

const SECRET = 'canary-2f8a';

/** A receiver on loopback; what it got, by delivery id. */
async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const ids: string[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then(() => {
      ids.push(String(request.headers['webhook-id']));
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { ids, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}` };
}

async function config(content: object): Promise<string> {
  const file = join(await work.folder(), 'performance-config.json');
  await writeFile(file, JSON.stringify(content));
  return file;
}

async function perf(url: string, ...args: string[]) {
  return Launched.run(args, { CLAUDE_FLOW_PERF_URL: url, NO_COLOR: '1' }).exit;
}

describe('schedules of a running service', () => {
  it('are the guide’s block as it stands; without a mail server a run says what is missing', async () => {
    const file = await config({
      reporting: {
        defaultFormat: 'html',
        autoGenerate: true,
        schedule: {
          dailyReport: {
            frequency: 'daily',
            time: '09:00',
            recipients: ['team@company.com'],
            swarms: ['production-swarm-1', 'production-swarm-2'],
          },
          dailySummary: { frequency: 'daily', content: 'summary', recipients: ['team@company.com'] },
        },
      },
    });
    const { url } = await work.start(['--no-demo', '--data', await work.folder(), '--config', file]);
    const { stdout } = await perf(url, 'schedule', 'list');
    expect(stdout).toMatch(/^ID +NAME +WHEN +TO +NEXT +LAST\n/);
    expect(stdout).toMatch(/dailyReport +- +daily 09:00 UTC +team@company.com +\d{4}-\d\d-\d\d 09:00 UTC +-\n/);
    expect((await perf(url, 'schedule', 'run', 'dailySummary')).code).toBe(0);
    await eventually(async () => {
      const { code, stdout: told } = await perf(url, 'schedule', 'history', 'dailySummary');
      expect([code, told]).toEqual([
        3,
        expect.stringMatching(/failed \(manual\)\n +team@company.com \(unknown\): dead: no mail server/),
      ]);
    });
  });

  it('are added, run, paused and removed from the command line, by the guide’s words too', async () => {
    const { ids, url: hook } = await receiver((_, response) => response.end());
    const file = await config({
      delivery: { allowLocal: true, targets: { hook: { kind: 'webhook', url: '$HOOK_URL' } } },
    });
    const service = await work.start(['--no-demo', '--data', await work.folder(), '--config', file], {
      HOOK_URL: hook,
    });
    const { url } = service;
    const added = await perf(
      url,
      'perf',
      'report',
      'schedule',
      '--frequency',
      'daily',
      '--recipients',
      'hook',
      '--spec',
      await config({ whenEmpty: 'report' })
    );
    expect(added).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Added \S+: daily 09:00 UTC, to hook\.\n$/),
    });
    const id = /Added (\S+):/.exec(added.stdout)?.[1] ?? '';
    expect((await perf(url, 'schedule', 'pause', id)).stdout).toBe(`Paused ${id}.\n`);
    expect((await perf(url, 'schedule', 'list')).stdout).toContain('paused');
    expect((await perf(url, 'schedule', 'resume', id)).code).toBe(0);
    await perf(url, 'schedule', 'run', id);
    await eventually(async () => {
      const { code, stdout } = await perf(url, 'schedule', 'history', id, '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        runs: [{ status: 'delivered', deliveries: [{ recipient: 'hook' }] }],
      });
      expect(code).toBe(0);
    });
    expect(ids).toHaveLength(1);
    expect(await perf(url, 'schedule', 'remove', id)).toMatchObject({ code: 0, stdout: `Removed ${id}.\n` });
    expect(await perf(url, 'schedule', 'history', id)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no schedule'),
    });
    expect(await perf(url, 'schedule', 'add', '--frequency', 'never')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^claude-flow-perf: .*"hourly".*\n$/),
    });
    expect(`${service.process.stdout}${service.process.stderr}`).not.toContain(SECRET);
  });

  it('repeat at most one message after a kill, under the same id, and lose none', async () => {
    let isSlow = true;
    const { ids, url: hook } = await receiver((_, response) => {
      if (!isSlow) {
        response.end();
      }
    });
    const file = await config({
      delivery: { allowLocal: true, targets: { hook: { kind: 'webhook', url: hook } } },
      reporting: { schedule: { s: { frequency: 'daily', content: 'summary', recipients: ['hook'] } } },
    });
    const data = await work.folder();
    const start = ['--no-demo', '--data', data, '--config', file];
    let service = await work.start(start);
    for (let run = 0; run < 3; run += 1) {
      await service.post('/api/v1/schedules/s/run', {});
    }
    // The first has arrived and its answer has not come; the others wait behind it.
    await eventually(async () => expect(ids).toHaveLength(1));
    service.process.signal('SIGKILL');
    await service.process.exit;
    isSlow = false;
    service = await work.start(start);
    await eventually(async () => {
      expect(await service.json('/api/v1/schedules/s/runs')).toMatchObject({
        runs: [{ status: 'delivered' }, { status: 'delivered' }, { status: 'delivered' }],
      });
    });
    expect(ids).toHaveLength(4);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  it('with a variable that is not set, or an unknown target, keep it from starting, in one line', async () => {
    for (const [content, reason] of [
      [
        { delivery: { targets: { hook: { kind: 'webhook', url: '$NOT_SET_ANYWHERE' } } } },
        'NOT_SET_ANYWHERE is not set',
      ],
      [{ delivery: { targets: { out: { kind: 'folder', folder: '../out' } } } }, 'must not hold ".."'],
      [{ reporting: { schedule: { s: { frequency: 'daily', recipients: ['nobody'] } } } }, 'reporting.schedule.s'],
    ] as const) {
      const exit = await Launched.run([
        'serve',
        '--port',
        '0',
        '--data',
        await work.folder(),
        '--config',
        await config(content),
      ]).exit;
      expect([exit.code, exit.stderr]).toEqual([1, expect.stringContaining(reason)]);
    }
  });
});
