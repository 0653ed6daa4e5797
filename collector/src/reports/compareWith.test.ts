import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReportData } from '../../../src/core/report/build.ts';
import { startService, type TestService } from '../testing/service.ts';

const NOON = Date.UTC(2026, 5, 10, 12);
const DAY = 86_400_000;
const LAST_DAY = { from: NOON - DAY, to: NOON };

function tasks(swarmId: string, start: number, base: number) {
  return Array.from({ length: 40 }, (_, index) => ({
    id: `${swarmId}.${start}.${index}`,
    swarmId,
    metricType: 'TASK_DURATION',
    unit: 'ms',
    timestamp: start + index * 60_000,
    // The same spread in another order, so that nothing follows from its place.
    value: base + ((index * 17) % 40),
  }));
}

/** `slower` is slower on the last day than on the one before, `same` is not, `fresh` was not there before. */
async function serviceWithTwoDays(): Promise<TestService> {
  const service = await startService();
  const before = NOON - 2 * DAY + 3_600_000;
  const metrics = [
    ...tasks('slower', before, 100),
    ...tasks('slower', before + DAY, 300),
    ...tasks('same', before, 100),
    ...tasks('same', before + DAY, 100),
    ...tasks('fresh', before + DAY, 100),
  ];
  const { stored } = await (await service.post('/api/v1/metrics', { metrics })).json();
  expect(stored).toBe(metrics.length);
  return service;
}

async function report(service: TestService, spec: object, more: object = {}): Promise<ReportData> {
  const response = await service.post('/api/v1/reports', { spec: { range: LAST_DAY, ...spec }, ...more });
  expect(response.status).toBe(200);
  return response.json();
}

describe('a report that is held against another time', () => {
  it('shows for each swarm what changed since the period before, and claims only what the data show', async () => {
    const service = await serviceWithTwoDays();
    const { periods } = await report(service, { compareWith: 'previous-period' });
    expect(periods?.before).toEqual({ from: NOON - 2 * DAY, to: NOON - DAY });
    const verdicts = periods?.swarms.map(({ swarmId, comparison }) => [
      swarmId,
      comparison.metrics.find(({ metric }) => metric === 'task_duration')?.pairs[0]?.verdict,
      comparison.alpha,
    ]);
    expect(verdicts).toEqual([
      ['fresh', undefined, 0.05 / 3],
      ['same', 'no difference shown', 0.05 / 3],
      ['slower', 'worse', 0.05 / 3],
    ]);
    const markdown = await (
      await service.post('/api/v1/reports', {
        spec: { range: LAST_DAY, compareWith: 'previous-period' },
        format: 'markdown',
      })
    ).text();
    const text = markdown.replaceAll('\\', '');
    expect(text).toContain('## Against the period before');
    expect(text).toContain('any false claim in this table is at most 5 %');
    expect(text).toMatch(/\| slower \| Task duration \| worse \| 119\.5 ms \| 319\.5 ms \| 200 ms \|/);
    expect(text).toMatch(
      /\| fresh \| Task duration \| only measured in this period \| not measured \| 119\.5 ms \| – \|/
    );
  });

  it('takes the window of a report that was saved', async () => {
    const service = await serviceWithTwoDays();
    const range = { from: NOON - 2 * DAY, to: NOON - DAY };
    const old = await report(service, { range }, { save: true });
    await report(service, { range }, { save: true });
    expect(await readdir(join(service.dataDir, 'reports'))).toEqual([`${old.id}.json`]);
    const { periods } = await report(service, { swarms: ['slower'], compareWith: { report: old.id } });
    expect(periods).toMatchObject({ before: range, report: old.id, swarms: [{ swarmId: 'slower' }] });
    expect(periods?.swarms[0]?.comparison.metrics[0]?.pairs[0]).toMatchObject({ verdict: 'worse', shift: 200 });
  });

  it('keeps nothing unless that is asked, and tells the id all the same', async () => {
    const service = await serviceWithTwoDays();
    const response = await service.post('/api/v1/reports', { spec: { range: LAST_DAY } });
    const { id }: ReportData = await response.json();
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(response.headers.get('x-report-id')).toBe(id);
    await expect(readdir(join(service.dataDir, 'reports'))).rejects.toThrow('ENOENT');
  });

  it('has the same id for the same spec and data, and another for others', async () => {
    const service = await serviceWithTwoDays();
    const [first, again, other] = [
      await report(service, {}),
      await report(service, {}),
      await report(service, { theme: 'dark' }),
    ];
    expect(again).toEqual(first);
    expect(other.id).not.toBe(first.id);
  });

  it.each([
    [{ range: {}, compareWith: 'previous-period' }, 'needs a range with a beginning and an end'],
    [{ compareWith: { report: 'a'.repeat(32) } }, 'was not saved here: make it again with "save": true'],
    [{ compareWith: { report: '../../etc/passwd' } }, 'compareWith'],
  ])('says what is wrong with %j', async (spec, message) => {
    const service = await serviceWithTwoDays();
    const response = await service.post('/api/v1/reports', { spec: { range: LAST_DAY, ...spec } });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json()).replaceAll('\\', '')).toContain(message);
  });
});

describe('a report without the sections that look at swarms one by one', () => {
  it('does not look at them', async () => {
    const service = await serviceWithTwoDays();
    expect((await report(service, { sections: ['overview', 'ranking'] })).analyses).toBeUndefined();
    expect((await report(service, { sections: ['overview', 'trends'] })).analyses?.swarms).toHaveLength(3);
  });
});
