import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alertsSchema, deliverySchema, reportingSchema } from '../../config/delivery.ts';
import type { ReportingOptions } from '../../schedule/reporting.ts';
import { answering, HttpReceiver } from '../../testing/httpReceiver.ts';
import { NOON, task } from '../../testing/records.ts';
import { problemOf, startService, type TestService } from '../../testing/service.ts';
import { tempFolder } from '../../testing/tempFolder.ts';

const SECRET = 'T0-B0-canary-secret';
const DAILY = { frequency: 'daily', time: '09:00', recipients: ['hook'], swarms: ['swarm-1'] };

function options(delivery: object, schedule: Record<string, unknown> = {}): ReportingOptions {
  return {
    delivery: deliverySchema.parse({ allowLocal: true, ...delivery }),
    reporting: reportingSchema.parse({ schedule }),
    alerts: alertsSchema.parse({}),
    environment: {},
  };
}

async function service(schedule: Record<string, unknown> = {}) {
  const receiver = await HttpReceiver.start();
  const folder = join(await tempFolder(), 'out');
  const started = await startService({
    reporting: options(
      {
        publicUrl: 'https://grafana.example.org/a/claudeflow-performance-app',
        targets: {
          hook: { kind: 'webhook', url: `${receiver.url}/${SECRET}`, secret: SECRET },
          chat: { kind: 'slack', webhookUrl: `${receiver.url}/services/${SECRET}` },
          archive: { kind: 'folder', folder },
        },
      },
      schedule
    ),
  });
  await started.system.store.append(
    [task('a', { endedAt: NOON, costUsd: 1.5 }), task('b', { status: 'failed' })],
    NOON
  );
  return { ...started, receiver, folder };
}

const json = async (response: Promise<Response>) => (await response).json() as Promise<Record<string, unknown>>;

/** Waits for a run to come to its end. */
async function ended({ get }: TestService, id: string) {
  for (;;) {
    const { runs } = (await json(get(`/api/v1/schedules/${id}/runs`))) as { runs: Array<{ status: string }> };
    if (runs.length > 0 && !runs.some(({ status }) => status === 'waiting' || status === 'delivering')) {
      return runs;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('schedules over HTTP', () => {
  it('are added, changed, paused, resumed and removed', async () => {
    const { get, post, url } = await service();
    const added = await json(post('/api/v1/schedules', { ...DAILY, name: 'Daily', timeZone: 'Europe/Berlin' }));
    expect(added).toMatchObject({
      name: 'Daily',
      frequency: 'daily',
      timeZone: 'Europe/Berlin',
      source: 'api',
      removable: true,
      paused: false,
      nextRunAt: expect.any(Number),
    });
    const path = `/api/v1/schedules/${String(added['id'])}`;
    expect(await json(post(`${path}/pause`, {}))).toMatchObject({ paused: true });
    expect(await json(get(path))).not.toHaveProperty('nextRunAt');
    expect(await json(post(`${path}/resume`, {}))).toMatchObject({ paused: false, nextRunAt: expect.any(Number) });
    const body = JSON.stringify({ ...DAILY, frequency: 'monthly', day: 'last' });
    const headers = { 'content-type': 'application/json' };
    expect(await json(fetch(`${url}${path}`, { method: 'PUT', headers, body }))).toMatchObject({ day: 'last' });
    expect((await json(get('/api/v1/schedules')))['schedules']).toHaveLength(1);
    expect((await fetch(`${url}${path}`, { method: 'DELETE' })).status).toBe(204);
    expect(await problemOf(get(path))).toMatchObject({ httpStatus: 404 });
  });

  it.each([
    [{ ...DAILY, recipients: ['nobody'] }, 'recipients', /neither a configured target/],
    [{ ...DAILY, recipients: ['a@b\r\nBcc: c@d.example'] }, 'recipients', /not an e-mail address/],
    [{ ...DAILY, time: '25:00' }, 'time', /"09:00"/],
    [{ ...DAILY, spec: { version: 99 } }, 'spec.version', /version 99/],
    [{ ...DAILY, spec: { filters: 7 } }, 'spec.filters', /./],
    [{ ...DAILY, __proto__x: 1 }, '', /./],
    [{}, 'frequency', /"hourly"/],
  ])('that are wrong are 400 and name the field: %j', async (body, field, message) => {
    const { post } = await service();
    const problem = await problemOf(post('/api/v1/schedules', body));
    expect(problem).toMatchObject({ httpStatus: 400, errors: [{ field: expect.stringContaining(field) }] });
    expect(problem).toHaveProperty('detail', expect.stringMatching(message));
  });

  it('run now, and tell what became of it; no answer, log or file of history holds a secret', async () => {
    const started = await service();
    const { get, post, receiver, folder } = started;
    const { id } = await json(
      post('/api/v1/schedules', {
        ...DAILY,
        name: 'Täglich <!channel>',
        recipients: ['hook', 'chat', 'archive'],
        formats: ['html', 'json'],
        spec: {},
      })
    );
    const run = await post(`/api/v1/schedules/${String(id)}/run`, {});
    expect(run.status).toBe(202);
    const runs = await ended(started, String(id));
    expect(runs).toMatchObject([
      {
        status: 'delivered',
        reason: 'manual',
        deliveries: [
          { recipient: 'hook', kind: 'webhook', state: 'delivered', attempts: 1 },
          { recipient: 'chat', kind: 'slack', state: 'delivered' },
          { recipient: 'archive', kind: 'folder', state: 'delivered' },
        ],
      },
    ]);
    const hook = receiver.received.find(({ path }) => path === `/${SECRET}`);
    const { data } = JSON.parse(String(hook?.body));
    expect(data).toMatchObject({ title: 'Täglich <!channel>', link: expect.stringContaining('grafana.example.org') });
    expect(data.files.map(({ name }: { name: string }) => name)).toEqual([
      expect.stringMatching(/^ta-glich-channel-\d{4}-\d\d-\d\d-\d{4}\.html$/),
      expect.stringMatching(/\.json$/),
    ]);
    expect(await readdir(folder)).toHaveLength(2);
    const chat = receiver.received.find(({ path }) => path.startsWith('/services'));
    expect(String(chat?.body)).not.toContain('<!channel>');
    const told = await Promise.all(
      [
        '/api/v1/schedules',
        `/api/v1/schedules/${String(id)}/runs`,
        '/api/v1/deliveries',
        '/api/v1/targets',
        '/metrics',
      ].map(async (path) => (await get(path)).text())
    );
    expect(
      `${told.join('')}${started.logged()}${await readFile(join(started.dataDir, 'state.db'), 'latin1')}`
    ).not.toContain(SECRET);
  });

  it('whose recipient fails for good are told so, and can be sent again by a person', async () => {
    const started = await service();
    const { post, receiver, get } = started;
    receiver.answer = answering(404, `no ${SECRET}`);
    const { id } = await json(post('/api/v1/schedules', DAILY));
    await post(`/api/v1/schedules/${String(id)}/run`, {});
    expect(await ended(started, String(id))).toMatchObject([
      { status: 'failed', deliveries: [{ state: 'dead', error: 'webhook: it answered 404' }] },
    ]);
    expect(await (await get('/metrics')).text()).toContain(
      'claude_flow_perf_deliveries_total{kind="webhook",outcome="dead"} 1'
    );
    const failing = async () => {
      const queries = [{ refId: 'A', type: 'health', check: 'sinkFailing' }];
      const { results } = (await json(post('/api/v1/query', { queries }))) as {
        results: { A: { frames: Array<{ data: { values: unknown[][] } }> } };
      };
      const [names = [], kinds = [], values = []] = results.A.frames[0]?.data.values ?? [];
      return names.map((name, index) => [name, kinds[index], values[index]]);
    };
    expect(await failing()).toEqual([
      ['hook', 'webhook', 1],
      ['chat', 'slack', 0],
      ['archive', 'folder', 0],
    ]);
    const { deliveries } = (await json(get('/api/v1/deliveries?state=dead'))) as { deliveries: Array<{ id: string }> };
    receiver.answer = answering(200);
    expect((await post(`/api/v1/deliveries/${deliveries[0]?.id}/retry`, {})).status).toBe(200);
    expect(await ended(started, String(id))).toMatchObject([{ status: 'delivered' }]);
    expect((await failing()).map(([, , value]) => value)).toEqual([0, 0, 0]);
    const [first, second] = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(first).toBe(second);
    expect(await problemOf(post(`/api/v1/deliveries/${deliveries[0]?.id}/cancel`, {}))).toMatchObject({
      httpStatus: 409,
    });
  });

  it('can be taken back as far as they have not been sent', async () => {
    const started = await service();
    const { post, receiver } = started;
    receiver.answer = answering(503);
    const { id } = await json(post('/api/v1/schedules', DAILY));
    const run = await json(post(`/api/v1/schedules/${String(id)}/run`, {}));
    while (receiver.received.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await json(post(`/api/v1/runs/${String(run['id'])}/cancel`, {}))).toMatchObject({
      status: 'cancelled',
      deliveries: [{ state: 'cancelled', error: 'webhook: it answered 503' }],
    });
    expect(await problemOf(post('/api/v1/runs/nonsense/cancel', {}))).toMatchObject({ httpStatus: 404 });
  });

  it('that can’t be made say why', async () => {
    const started = await service();
    const { id } = await json(started.post('/api/v1/schedules', { ...DAILY, swarms: ['nobody'] }));
    await started.post(`/api/v1/schedules/${String(id)}/run`, {});
    expect(await ended(started, String(id))).toMatchObject([
      { status: 'failed', error: expect.stringContaining('nobody'), deliveries: [] },
    ]);
    expect(started.receiver.received).toEqual([]);
  });

  it('send what is in a window without records, and say so', async () => {
    const started = await service();
    const { id } = await json(
      started.post('/api/v1/schedules', { ...DAILY, spec: { range: { from: 1000, to: 2000 } } })
    );
    await started.post(`/api/v1/schedules/${String(id)}/run`, {});
    await ended(started, String(id));
    expect(started.receiver.json()).toMatchObject({ data: { facts: [] } });
  });

  it('of the configuration are there, the guide’s summary among them, and are changed there only', async () => {
    const started = await service({
      dailySummary: { frequency: 'daily', content: 'summary', recipients: ['hook'] },
    });
    const { url, post } = started;
    expect(await problemOf(fetch(`${url}/api/v1/schedules/dailySummary`, { method: 'DELETE' }))).toMatchObject({
      detail: expect.stringContaining('stands in the configuration'),
    });
    await post('/api/v1/schedules/dailySummary/run', {});
    await ended(started, 'dailySummary');
    expect(started.receiver.json()).toMatchObject({
      data: {
        title: 'Daily Performance Summary',
        tone: 'good',
        facts: [
          { title: 'System Health', value: 'healthy' },
          { title: 'Metrics Collected', value: '0' },
          { title: 'Error Count', value: '0' },
          { title: 'Uptime', value: expect.stringMatching(/^\d+ minutes$/) },
        ],
      },
    });
  });

  it('can be tried out with a few words', async () => {
    const { post, get, receiver } = await service();
    expect(await json(get('/api/v1/targets'))).toEqual({
      targets: [
        { name: 'hook', kind: 'webhook', takesFiles: true },
        { name: 'chat', kind: 'slack', takesFiles: false },
        { name: 'archive', kind: 'folder', takesFiles: true },
      ],
    });
    const answer = await post('/api/v1/targets/chat/test', {});
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({
      deliveries: [{ recipient: 'chat', title: expect.stringContaining('test') }],
    });
    while (receiver.received.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(String(receiver.received[0]?.body)).toContain('A test of this collector');
    expect(await problemOf(post('/api/v1/targets/nobody/test', {}))).toMatchObject({ httpStatus: 400 });
  });
});

it('a configuration that names nobody we know keeps the service from starting, and says where', async () => {
  await expect(
    startService({ reporting: options({}, { weekly: { frequency: 'weekly', recipients: ['nobody'] } }) })
  ).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringMatching(/reporting\.schedule\.weekly: .*nobody/) });
});
