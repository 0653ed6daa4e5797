import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inputConfigSchema, type InputConfigOf } from '../../config/inputs.ts';
import { Ingestor } from '../../ingest/ingestor.ts';
import type { Store } from '../../store/store.ts';
import { fakePrometheus, type FakePrometheus } from '../../testing/fakePrometheus.ts';
import { openNotes } from '../../testing/notes.ts';
import { cost, NOON, tokens } from '../../testing/records.ts';
import { openStore, summaryOf } from '../../testing/stores.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { PrometheusInput } from './prometheusInput.ts';

const MINUTE = 60_000;
const labels = (name: string, own: Record<string, string> = {}) => ({ __name__: name, swarm_id: 'swarm-1', ...own });
const every = (from: number, step: number, ...values: Array<number | string>) =>
  values.map((value, i): [number, number | string] => [from + i * step, value]);

function config(url: string, fields: object = {}): InputConfigOf<'prometheus'> {
  const parsed = inputConfigSchema.parse({ kind: 'prometheus', url, ...fields });
  if (parsed.kind !== 'prometheus') {
    throw new TypeError(parsed.kind);
  }
  return parsed;
}

interface Bench {
  store: Store;
  /** Reads once, as a new process would after a restart, at a time. */
  read(at: number, fields?: object): Promise<PrometheusInput>;
}

async function bench(fake: FakePrometheus, path = ''): Promise<Bench> {
  const store = await openStore();
  const file = join(await tempFolder(), 'state.db');
  const notes = await openNotes(file);
  return {
    store,
    async read(at, fields = {}) {
      const ingestor = new Ingestor(store, () => at);
      const input = PrometheusInput.create(config(`${fake.url}${path}`, fields), { ingestor, notes }, () => at);
      onTestFinished(() => input.stop());
      await input.start();
      await input.stop();
      return input;
    },
  };
}

const TOKENS = 'claude_code_token_usage_tokens_total';

describe('a Prometheus', () => {
  it('gives exactly what its counters counted, in every spelling, with labels as tags', async () => {
    const fake = await fakePrometheus([
      {
        labels: labels(TOKENS, { type: 'input', model: 'opus', user_email: 'a@b' }),
        points: every(NOON - 70 * MINUTE, MINUTE, ...Array.from({ length: 71 }, (_, i) => 100 + i * 10)),
      },
      { labels: labels('claude_code_cost_usage_USD_total'), points: every(NOON - 10 * MINUTE, MINUTE, 0.5, 0.5, 0.75) },
      {
        labels: labels('claude_code.lines_of_code.count_total', { type: 'added' }),
        points: every(NOON - 5 * MINUTE, MINUTE, 0, 7),
      },
      {
        labels: labels('claude_code_active_time_total_seconds_total', { type: 'cli' }),
        points: every(NOON - 5 * MINUTE, MINUTE, 0, 12.5),
      },
      { labels: labels('claude_flow_agent_active'), points: every(NOON - MINUTE, MINUTE, 3, 4) },
      { labels: labels('claude_flow_system_cpu_percent'), points: every(NOON, MINUTE, 40) },
      { labels: labels('claude_code_unknown_total'), points: every(NOON, MINUTE, 1) },
      { labels: labels('claude_flow_task_duration_seconds_sum'), points: every(NOON, MINUTE, 1) },
    ]);
    const { store, read } = await bench(fake);
    const input = await read(NOON);
    // The hour before: what the counter stood at before it is not counted; cost appeared in it.
    expect(await summaryOf(store, 'swarm-1')).toMatchObject({ tokens: { total: 600 + 50, input: 650 }, costUsd: 0.75 });
    const samples = await store.samples({ limit: 1000 });
    const rest = samples.filter(({ metricType }) => !['TOKEN_USAGE', 'COST_USD'].includes(metricType));
    expect(
      rest.map(({ metricType, value, unit, tags }) => [metricType, value, unit, tags['type']].join()).sort()
    ).toEqual([
      'ACTIVE_TIME,12.5,s,cli',
      'CONCURRENT_AGENTS,3,count,',
      'CONCURRENT_AGENTS,4,count,',
      'CPU_USAGE,0.4,ratio,',
      'LINES_OF_CODE,7,count,added',
    ]);
    const first = samples
      .filter(({ metricType }) => metricType === 'COST_USD')
      .map(({ value, provenance }) => [value, provenance]);
    expect(first).toEqual([
      [0.25, 'measured'],
      [0.5, 'estimated'],
    ]);
    expect(JSON.stringify(samples)).not.toContain('a@b');
    expect(samples.find(({ metricType }) => metricType === 'TOKEN_USAGE')?.model).toBe('opus');
    expect(input.status()).toMatchObject({ state: 'ok', lastEventAt: NOON, kind: 'prometheus' });
  });

  it('counts nothing twice and loses nothing: over restarts, resets, gaps and late samples', async () => {
    const series = { labels: labels(TOKENS, { type: 'output' }), points: every(NOON - 3 * MINUTE, MINUTE, 10, 20, 30) };
    const fake = await fakePrometheus([series]);
    const { store, read } = await bench(fake);
    const total = async () => (await summaryOf(store, 'swarm-1')).tokens?.total;
    await read(NOON);
    expect(await total()).toBe(30);
    await read(NOON + 1);
    await read(NOON + MINUTE);
    expect(await total()).toBe(30);
    // A sample that came late, between two readings.
    series.points.push([NOON + 30_000, 35]);
    await read(NOON + 2 * MINUTE);
    expect(await total()).toBe(35);
    // Two hours without samples, then the same process, then a new one.
    series.points.push(...every(NOON + 120 * MINUTE, MINUTE, 50, 4, 4, 9));
    await read(NOON + 124 * MINUTE);
    expect(await total()).toBe(59);
  });

  it('makes the same records again when the last reading was not remembered', async () => {
    const fake = await fakePrometheus([
      { labels: labels(TOKENS), points: every(NOON - 4 * MINUTE, MINUTE, 10, 20, 30) },
    ]);
    const [one, other] = [await bench(fake), await bench(fake)];
    await one.read(NOON);
    await other.read(NOON);
    const ids = async ({ store }: Bench) => (await store.samples({ limit: 99 })).map(({ id }) => id);
    expect(await ids(one)).toEqual(await ids(other));
    expect(await ids(one)).toHaveLength(3);
  });

  it('counts each sample of no use once, though it is read again, also after a restart', async () => {
    const fake = await fakePrometheus([
      { labels: labels(TOKENS), points: every(NOON - 3 * MINUTE, MINUTE, 5, -4, 'NaN', 7) },
      { labels: labels(TOKENS, { type: 'never' }), points: every(NOON - 2 * MINUTE, MINUTE, 'NaN', -1) },
      { labels: labels('claude_flow_agent_active'), points: every(NOON - 2 * MINUTE, MINUTE, '+Inf', 'NaN') },
    ]);
    const { store, read } = await bench(fake);
    const counts = { stored: 2, rejected: { not_finite: 4, negative: 2 } };
    expect((await read(NOON)).status()).toMatchObject({ state: 'degraded', counts });
    expect((await read(NOON + MINUTE)).status()).toMatchObject({ state: 'ok', counts: { received: 0, rejected: {} } });
    const [, never, gauge] = fake.series;
    never?.points.push([NOON + MINUTE, 3], [NOON + 2 * MINUTE, 4]);
    gauge?.points.push([NOON + 2 * MINUTE, 6]);
    expect((await read(NOON + 2 * MINUTE)).status().counts).toMatchObject({ received: 3, stored: 3, rejected: {} });
    expect((await summaryOf(store, 'swarm-1')).tokens?.total).toBe(5 + 2 + 3 + 1);
  });

  it('counts native histograms as of no use, and says so of an answer without times', async () => {
    const fake = await fakePrometheus();
    const answer = (result: object[]) => {
      fake.instead = (response) => {
        response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
        return true;
      };
    };
    const metric = labels('claude_flow_agent_active');
    const { read } = await bench(fake);
    answer([{ metric, histograms: [[NOON / 1000 - 60, { count: '3', sum: '4' }]], values: [[NOON / 1000, '2']] }]);
    expect((await read(NOON)).status().counts).toMatchObject({ stored: 1, rejected: { not_finite: 1 } });
    for (const broken of [{ values: [[1, '2']] }, { metric, values: [['x', '2']] }, null]) {
      answer([broken ?? {}]);
      expect((await read(NOON + MINUTE)).status()).toMatchObject({ state: 'degraded', counts: { received: 0 } });
    }
    answer([{ metric, values: [] }]);
    expect((await read(NOON + MINUTE)).status()).toMatchObject({ state: 'ok', counts: { received: 0 } });
  });

  it('counts what of too many series it does not read', async () => {
    const point: [number, number] = [NOON - 60 * MINUTE, 1];
    const fake = await fakePrometheus(
      Array.from({ length: 20_003 }, (_, i) => ({ labels: labels(TOKENS, { type: `t${i}` }), points: [point] }))
    );
    const { read } = await bench(fake);
    const first = await read(NOON - 50 * MINUTE, { backfillMs: 20 * MINUTE });
    expect(first.status()).toMatchObject({ state: 'degraded', counts: { rejected: { over_limit: 3 } } });
    fake.series.at(-1)?.points.push([NOON - 49 * MINUTE, 2], [NOON - 48 * MINUTE, 3]);
    const second = await read(NOON - 48 * MINUTE);
    expect(second.status().counts.rejected).toEqual({ over_limit: 2 });
  });

  it('takes one of two spellings of the same series', async () => {
    const points = every(NOON - 4 * MINUTE, MINUTE, 10, 20, 30);
    const fake = await fakePrometheus([
      { labels: labels(TOKENS), points },
      { labels: labels('claude_code_token_usage_total'), points },
      { labels: labels(TOKENS, { instance: 'other' }), points },
    ]);
    const { store, read } = await bench(fake);
    await read(NOON);
    expect((await summaryOf(store, 'swarm-1')).tokens?.total).toBe(60);
  });

  it('counts only where nothing else tells of the swarm', async () => {
    const fake = await fakePrometheus([{ labels: labels(TOKENS), points: every(NOON - MINUTE, MINUTE, 10, 20) }]);
    const { store, read } = await bench(fake);
    await store.append([tokens('t', 'input', 5), cost('c', 1)], NOON);
    await read(NOON);
    expect((await summaryOf(store, 'swarm-1')).tokens?.total).toBe(5);
  });

  it('names swarm and agent by label or configuration, and refuses what has no swarm', async () => {
    const fake = await fakePrometheus([
      { labels: { __name__: TOKENS, team: 'red', worker: 'w1' }, points: every(NOON - MINUTE, MINUTE, 10, 20) },
      { labels: { __name__: TOKENS, type: 'input' }, points: every(NOON - MINUTE, MINUTE, 1, 2) },
    ]);
    const first = await bench(fake);
    const input = await first.read(NOON, { swarmLabel: 'team', agentLabel: 'worker' });
    const samples = await first.store.samples({ limit: 9 });
    expect(samples.map(({ swarmId, agentId }) => [swarmId, agentId])).toEqual([
      ['red', 'w1'],
      ['red', 'w1'],
    ]);
    expect(input.status()).toMatchObject({ state: 'degraded', counts: { stored: 2, rejected: { malformed: 2 } } });
    const second = await bench(fake);
    await second.read(NOON, { swarm: 'all of it' });
    expect((await summaryOf(second.store, 'all of it')).tokens?.total).toBe(22);
  });

  it('reads configured series, with a factor into the unit that is kept', async () => {
    const fake = await fakePrometheus([
      { labels: labels('my_wait_seconds'), points: every(NOON - MINUTE, MINUTE, 1.5, 'NaN') },
      { labels: labels('my_cache_hits_total'), points: every(NOON - MINUTE, MINUTE, 1, 4) },
    ]);
    const { store, read } = await bench(fake);
    const series = [
      { query: 'my_wait_seconds', metricType: 'NETWORK_LATENCY', factor: 1000, type: 'gauge' },
      { query: 'my_cache_hits_total', metricType: 'cache_hits' },
    ];
    const input = await read(NOON, { series });
    const samples = await store.samples({ limit: 9 });
    expect(samples.map(({ metricType, value }) => `${metricType} ${value}`).sort()).toEqual([
      'CACHE_HITS 1',
      'CACHE_HITS 3',
      'NETWORK_LATENCY 1500',
    ]);
    expect(input.status().counts.rejected).toEqual({ not_finite: 1 });
    expect((await read(NOON + 1, { series })).status().counts.received).toBe(0);
  });

  it('is asked under its path prefix, with its headers, window by window', async () => {
    const fake = await fakePrometheus();
    const { read } = await bench(fake, '/prometheus/');
    const input = await read(NOON, {
      headers: { authorization: 'Bearer k', 'x-scope-orgid': 'tenant' },
      backfillMs: 3 * 60 * MINUTE,
    });
    expect(fake.asked.map(({ path, time }) => [path, time])).toEqual(
      [2, 1, 0].map((hours) => ['/prometheus/api/v1/query', NOON - hours * 60 * MINUTE])
    );
    expect(fake.asked[0]?.headers).toMatchObject({ authorization: 'Bearer k', 'x-scope-orgid': 'tenant' });
    expect(input.status()).toMatchObject({ state: 'waiting', reason: expect.stringContaining('scrapes') });
    expect(input.status()).not.toHaveProperty('progress');
  });

  it.each<[string, (fake: FakePrometheus) => void, string]>([
    ['refuses the key', (fake) => (fake.instead = (r) => (r.writeHead(401).end('marker'), true)), '401'],
    ['is not there', (fake) => (fake.instead = (r) => (r.writeHead(404).end('marker'), true)), 'path prefix'],
    ['fails', (fake) => (fake.instead = (r) => (r.writeHead(500).end('marker'), true)), '500'],
    [
      'sends elsewhere',
      (fake) => (fake.instead = (r) => (r.writeHead(302, { location: 'http://127.0.0.1:9' }).end(), true)),
      '302',
    ],
    ['answers no JSON', (fake) => (fake.instead = (r) => (r.end('<html>marker'), true)), 'none of a Prometheus'],
    [
      'answers an error',
      (fake) => (fake.instead = (r) => (r.end('{"status":"error","error":"marker"}'), true)),
      'none of a Prometheus',
    ],
    ['hangs up', (fake) => (fake.instead = (r) => (r.destroy(), true)), 'no connection'],
  ])('that %s makes the input degraded; it is read when it is back', async (_, breakIt, reason) => {
    const fake = await fakePrometheus([{ labels: labels(TOKENS), points: every(NOON - MINUTE, MINUTE, 10, 20) }]);
    const { store, read } = await bench(fake);
    breakIt(fake);
    const { state, reason: said } = (await read(NOON)).status();
    expect([state, said]).toEqual(['degraded', expect.stringContaining(reason)]);
    expect(said).not.toContain('marker');
    fake.instead = undefined;
    expect((await read(NOON + MINUTE)).status().state).toBe('ok');
    expect((await summaryOf(store, 'swarm-1')).tokens?.total).toBe(20);
  });

  it('is asked for less when an answer is too large', async () => {
    const fake = await fakePrometheus([
      { labels: labels(TOKENS), points: every(NOON - 59 * MINUTE, MINUTE, ...Array.from({ length: 60 }, (_, i) => i)) },
    ]);
    fake.instead = (response, query) => {
      const seconds = Number(/\[(\d+)s\]$/.exec(query)?.[1]);
      if (seconds > 30 * 60) {
        response
          .writeHead(422)
          .end('{"status":"error","errorType":"execution","error":"query processing would load too many samples"}');
      } else if (seconds > 15 * 60) {
        response.end(`{"status":"success","junk":"${'x'.repeat(33 * 1024 * 1024)}"}`);
      }
      return seconds > 15 * 60;
    };
    const { store, read } = await bench(fake);
    expect((await read(NOON)).status().state).toBe('ok');
    expect((await summaryOf(store, 'swarm-1')).tokens?.total).toBe(59);
  });

  it('that says its answer is not complete is believed, and what is missing counts later', async () => {
    const series = { labels: labels(TOKENS), points: every(NOON - MINUTE, MINUTE, 10) };
    const fake = await fakePrometheus([series]);
    const { store, read } = await bench(fake);
    const partial = (value: number) => (response: { end(text: string): unknown }) => {
      const result = [{ metric: series.labels, values: [[(NOON - MINUTE) / 1000, String(value)]] }];
      response.end(
        JSON.stringify({ status: 'success', warnings: ['a store is down'], data: { resultType: 'matrix', result } })
      );
      return true;
    };
    fake.instead = partial(10);
    expect((await read(NOON)).status()).toMatchObject({
      state: 'degraded',
      reason: expect.stringContaining('not complete'),
    });
    fake.instead = undefined;
    series.points.push([NOON, 25]);
    await read(NOON + MINUTE);
    expect((await summaryOf(store, 'swarm-1')).tokens?.total).toBe(25);
  });

  it.each([
    ['http://user:secret@127.0.0.1:9', {}, 'headers'],
    ['http://127.0.0.1:9', { series: [{ query: 'rate(x[5m])', metricType: 'QUALITY' }] }, 'selector'],
    ['http://127.0.0.1:9', { series: [{ query: 'x', metricType: 'no name' }] }, 'metric type'],
  ])('is refused where it is configured wrongly: %s %j', (url, fields, message) => {
    const ingestor = { submit: () => Promise.reject(new Error('not asked')) };
    expect(() => PrometheusInput.create(config(url, fields), { ingestor })).toThrow(message);
  });
});
