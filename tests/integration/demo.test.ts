import { readdir } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { requestsBody } from './support/otlp.ts';
import { eventually, Workplace, type Service } from './support/service.ts';

const work = new Workplace();
afterAll(() => work.clear());

interface Swarms {
  demo: boolean;
  swarms: Array<{
    swarmId: string;
    topology?: string;
    tasks: { total: number; failed: number; duration?: { mean: number; p95: number } };
    tokens?: { total: number };
  }>;
}
const swarmsOf = async (service: Service) => (await service.json('/api/v1/swarms')) as Swarms;

/** Name, tasks, failed, mean, p95 and tokens, as the recording's README has them. */
const totals = ({ swarms }: Swarms) =>
  swarms.map(({ swarmId, tasks, tokens }) => [
    swarmId,
    tasks.total,
    tasks.failed,
    Math.round(tasks.duration?.mean ?? NaN),
    Math.round(tasks.duration?.p95 ?? NaN),
    tokens?.total,
  ]);
const pass = (number: number) => [
  [`demo-hierarchical-${number}`, 24, 1, 229, 396, 25_745],
  [`demo-mesh-${number}`, 24, 2, 492, 823, 34_843],
  [`demo-star-${number}`, 24, 3, 260, 373, 23_173],
];

describe('the demo', () => {
  it('is there at once, marked everywhere, with true totals; passes are not pooled', async () => {
    const data = await work.folder();
    const first = await work.start(['--data', data]);
    expect(first.process.stdout).toContain('replayed recording, stub model');
    const answer = await swarmsOf(first);
    expect(answer.demo).toBe(true);
    expect(totals(answer)).toEqual(pass(1));

    const swarmIds = answer.swarms.map(({ swarmId }) => swarmId);
    expect(await first.json('/api/v1/info')).toMatchObject({ demo: true });
    expect(await first.json('/api/v1/health')).toMatchObject({ demo: true, overall: 'healthy' });
    expect(await first.json(`/api/v1/analysis/${swarmIds[0]}`)).toMatchObject({ demo: true });
    expect(await first.json(`/api/v1/metrics/${swarmIds[0]}?duration=600000`)).toMatchObject({ demo: true });
    expect(await first.postJson('/api/v1/compare', { swarmIds })).toMatchObject({ demo: true, overallWinner: null });
    const query = await first.postJson('/api/v1/query', { queries: [{}, { type: 'swarms' }] });
    expect(query).toMatchObject({
      results: {
        A: { frames: [{ schema: { meta: { custom: { demo: true } } } }, {}, {}] },
        B: { frames: [{ schema: { meta: { custom: { demo: true } } } }] },
      },
    });
    for (const format of ['html', 'markdown', 'json']) {
      expect(await (await first.post('/api/v1/reports', { swarmIds, format })).text()).toContain(
        'Demo: replayed recording, stub model'
      );
    }
    expect(await first.stop()).toMatchObject({ code: 0 });

    const second = await work.start(['--data', data]);
    const both = totals(await swarmsOf(second));
    expect(both).toEqual([...pass(1), ...pass(2)].sort());
    await second.stop();
  });

  it('is off for good with the first real record, and its data are gone', async () => {
    const data = await work.folder();
    const service = await work.start(['--data', data]);
    expect((await swarmsOf(service)).demo).toBe(true);
    expect((await service.post('/v1/logs', { resourceLogs: [] })).status).toBe(200);
    expect((await swarmsOf(service)).demo).toBe(true);

    expect((await service.post('/v1/logs', requestsBody([1], Date.now() - 1000))).status).toBe(200);
    const real = await swarmsOf(service);
    expect([real.demo, real.swarms.map(({ swarmId }) => swarmId)]).toEqual([false, ['swarm']]);
    expect(await service.postJson('/api/v1/query', { queries: [{ type: 'swarms' }] })).not.toMatchObject({
      results: { A: { frames: [{ schema: { meta: { custom: { demo: true } } } }] } },
    });
    await eventually(async () => expect(await readdir(data)).not.toContain('demo.duckdb'));
    expect(await service.stop()).toMatchObject({ code: 0 });

    const later = await work.start(['--data', data]);
    expect(later.process.stdout).not.toContain('replayed recording');
    expect((await swarmsOf(later)).demo).toBe(false);
    expect((await readdir(data)).filter((name) => name.startsWith('demo'))).toEqual([]);
    await later.stop();
  });

  it('is not there when it is not wanted', async () => {
    const data = await work.folder();
    const service = await work.start(['--no-demo', '--data', data]);
    expect(await swarmsOf(service)).toMatchObject({ demo: false, swarms: [] });
    await service.stop();
  });
});
