import { describe, expect, it } from 'vitest';
import { parseExposition, type Series } from '../../../testing/exposition.ts';
import { event, logsBody, recordedExports } from '../../../testing/otlp.ts';
import { NOON, request, swarm, task } from '../../../testing/records.ts';
import { startService, type TestService } from '../../../testing/service.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

async function scrape(service: TestService, headers: Record<string, string> = {}): Promise<Series[]> {
  const response = await service.get('/metrics', { headers });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  return parseExposition(await response.text());
}

/** Value by the other labels, for one name. */
function values(series: readonly Series[], name: string, label: string): Record<string, number> {
  return Object.fromEntries(
    series.filter((each) => each.name === name).map(({ labels, value }) => [labels[label] ?? '', value])
  );
}

describe('GET /metrics', () => {
  it('tells what was measured of each swarm, and nothing else', async () => {
    const service = await startService();
    for (const signal of ['metrics', 'logs'] as const) {
      for (const body of await recordedExports(signal)) {
        await service.post(`/v1/${signal}`, body);
      }
    }
    await service.system.realStore.append([swarm('idle', { topology: 'ring' })], NOON);
    const series = await scrape(service);
    const cost = values(series, 'claude_flow_cost_usd_total', 'swarm_id');
    expect(Object.keys(cost).sort()).toEqual(['swarm-1', 'swarm-2', 'swarm-3']);
    expect(cost['swarm-1']).toBeCloseTo(0.06392, 10);
    const tokens = series.filter(
      ({ name, labels }) => name === 'claude_flow_tokens_total' && labels['swarm_id'] === 'swarm-1'
    );
    expect(values(tokens, 'claude_flow_tokens_total', 'type')).toEqual({
      input: 1681,
      output: 2189,
      cacheRead: 113_500,
      cacheCreation: 1120,
    });
    expect(values(series, 'claude_flow_tool_errors_total', 'swarm_id')).toEqual({
      'swarm-1': 2,
      'swarm-2': 2,
      'swarm-3': 2,
    });
    expect(series.some(({ labels }) => labels['swarm_id'] === 'idle')).toBe(false);
    const labels = new Set(
      series.filter(({ name }) => /^claude_flow_(?!perf)/.test(name)).flatMap((each) => Object.keys(each.labels))
    );
    expect([...labels].sort()).toEqual(['le', 'swarm_id', 'type']);
  });

  it('counts durations in seconds, cumulatively, those that nobody measured not', async () => {
    const service = await startService();
    await service.system.realStore.append(
      [
        task('a', { durationMs: 100 }),
        task('b', { durationMs: 101 }),
        task('c', { durationMs: 4_000_000 }),
        task('d', { durationMs: undefined }),
        task('e', { durationMs: 5, status: 'failed' }),
        task('f', { swarmId: 'untimed', durationMs: undefined }),
      ],
      NOON
    );
    const series = await scrape(service);
    const name = 'claude_flow_task_duration_seconds';
    expect(values(series, `${name}_bucket`, 'le')).toEqual({
      ...{ '0.1': 1, '0.5': 2, '1': 2, '2': 2, '5': 2, '10': 2, '30': 2, '60': 2 },
      ...{ '300': 2, '600': 2, '1800': 2, '3600': 2, '+Inf': 3 },
    });
    expect(values(series, `${name}_count`, 'swarm_id')).toEqual({ 'swarm-1': 3 });
    expect(values(series, `${name}_sum`, 'swarm_id')['swarm-1']).toBeCloseTo(4000.201, 9);
    expect(values(series, 'claude_flow_task_completed_total', 'swarm_id')).toEqual({ 'swarm-1': 4, untimed: 1 });
    expect(values(series, 'claude_flow_task_failed_total', 'swarm_id')).toEqual({ 'swarm-1': 1, untimed: 0 });
  });

  it('sums what named no swarm into one series, and leaves out all but the newest hundred', async () => {
    const service = await startService();
    const named = Array.from({ length: 103 }, (_, index) =>
      task(`t${index}`, { swarmId: `s${index}`, endedAt: NOON + index })
    );
    const unnamed = ['x', 'y'].map((id) => task(id, { swarmId: `session-${id}`, swarmInferred: true }));
    await service.system.realStore.append([...named, ...unnamed], NOON);
    const series = await scrape(service);
    expect(values(series, 'claude_flow_perf_swarms', 'series')).toEqual({ own: 100, left_out: 3, unnamed: 2 });
    const completed = values(series, 'claude_flow_task_completed_total', 'swarm_id');
    expect(Object.keys(completed)).toHaveLength(101);
    expect(completed).toMatchObject({ '': 2, s102: 1, s3: 1 });
    expect(completed).not.toHaveProperty('s2');
    expect(JSON.stringify(series)).not.toContain('session-x');
  });

  it('keeps names from breaking out of their label', async () => {
    const names = [
      'a"} 1\nclaude_flow_evil 1',
      'back\\slash',
      '__proto__',
      'constructor',
      '<b>💥',
      '{le="1"}',
      'a,b:c',
    ];
    const service = await startService();
    await service.system.realStore.append(
      names.map((swarmId, index) => request(`r${index}`, { swarmId })),
      NOON
    );
    const series = await scrape(service);
    const told = series
      .filter(({ name }) => name === 'claude_flow_requests_total')
      .map(({ labels }) => labels['swarm_id']);
    expect(told.sort()).toEqual([...names].sort());
    expect(series.some(({ name }) => name === 'claude_flow_evil')).toBe(false);
  });

  it('tells each input’s books, and each reason also at 0', async () => {
    const service = await startService();
    const time = `${BigInt(Date.now() + 3_600_000) * 1_000_000n}`;
    await service.post('/v1/logs', logsBody(event('api_request'), event('api_request', {}, { timeUnixNano: time })));
    await service.post('/v1/logs', logsBody(event('api_request')));
    const series = (await scrape(service)).filter(({ labels }) => labels['input'] === 'otlp');
    const one = (field: string) => series.find(({ name }) => name === `claude_flow_perf_input_${field}`)?.value;
    expect([one('received_total'), one('stored_total'), one('duplicates_total')]).toEqual([3, 1, 1]);
    const rejected = values(series, 'claude_flow_perf_input_rejected_total', 'reason');
    expect(rejected).toMatchObject({ future: 1, malformed: 0, line_too_long: 0 });
    expect(values(series, 'claude_flow_perf_input_state', 'state')).toEqual({
      starting: 0,
      waiting: 0,
      ok: 1,
      degraded: 0,
    });
    expect(one('last_event_timestamp_seconds')).toBe(NOON / 1000);
  });

  it('answers OpenMetrics to whoever asks for it, with the same counters afterwards in the other format', async () => {
    const service = await startService();
    await service.system.realStore.append([task('a')], NOON);
    const response = await service.get('/metrics', { headers: { accept: `${OPEN_METRICS},text/plain;q=0.5` } });
    expect(response.headers.get('content-type')).toBe(OPEN_METRICS);
    const text = await response.text();
    expect(text).toMatch(
      /# TYPE claude_flow_task_completed counter\nclaude_flow_task_completed_total\{swarm_id="swarm-1"\} 1\n/
    );
    expect(text.match(/# EOF/g)).toHaveLength(1);
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    const names = new Set((await scrape(service)).map(({ name }) => name));
    for (const name of [
      'process_cpu_seconds_total',
      'claude_flow_perf_ingest_records_total',
      'process_resident_memory_bytes',
    ]) {
      expect(names.has(name)).toBe(true);
    }
  });

  it('never has the demo in it', async () => {
    const service = await startService({ demo: true });
    const series = await scrape(service);
    expect(values(series, 'claude_flow_perf_demo', '')).toEqual({ '': 1 });
    expect(series.some(({ labels }) => labels['swarm_id'] !== undefined)).toBe(false);
    expect(values(series, 'claude_flow_perf_store_records', 'kind')).toEqual({ task: 0, step: 0, sample: 0 });
  });

  it('counts requests by route, not by path', async () => {
    const service = await startService();
    await Promise.all([
      service.get('/api/v1/metrics/one'),
      service.get('/api/v1/metrics/two'),
      service.get('/nothing'),
    ]);
    const http = (await scrape(service)).filter(({ name }) => name.endsWith('http_request_duration_seconds_count'));
    expect(Object.fromEntries(http.map(({ labels, value }) => [labels['route'], value]))).toEqual({
      '/api/v1/metrics/:swarmId': 2,
      none: 1,
    });
  });

  it('needs the key where there is one', async () => {
    const service = await startService({ key: KEY });
    expect((await service.get('/metrics')).status).toBe(401);
    expect((await service.get('/%6detrics')).status).toBe(401);
    await scrape(service, { authorization: `Bearer ${KEY}` });
  });

  it('still answers when the store does not', async () => {
    const service = await startService();
    await service.system.realStore.close();
    const series = await scrape(service);
    expect(values(series, 'claude_flow_perf_totals_read', '')).toEqual({ '': 0 });
    expect(series.some(({ name }) => name === 'claude_flow_perf_input_state')).toBe(true);
    expect(series.some(({ name }) => /claude_flow_(?!perf)/.test(name))).toBe(false);
  });
});
