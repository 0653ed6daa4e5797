import { column, numbers, strings, type Table } from '../frames/table.ts';
import { anomaliesOf, forecastsOf, trendsOf } from './analyseTables.ts';
import { seriesColumns } from './seriesColumns.ts';

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const N = 300;

/** As Prometheus answers: a frame a series, the value in a column called Value, gaps where nothing was scraped. */
function scraped(job: string, value: (index: number) => number | null): Table {
  return {
    meta: { kind: 'timeseries-multi' },
    columns: [
      { name: 'Time', type: 'time', values: Array.from({ length: N }, (_, index) => START + index * MINUTE) },
      {
        name: 'Value',
        type: 'number',
        labels: { job },
        config: { unit: 's' },
        values: Array.from({ length: N }, (_, index) => value(index)),
      },
    ],
  };
}
const tables = [
  scraped('api', (index) => (index === 250 ? 9 : index % 50 === 7 ? null : 1 + ((index * 7) % 10) / 100)),
  scraped('web', (index) => 2 + index / 100 + ((index * 3) % 10) / 100),
];
const request = { subject: { id: 'Value', name: 'Latency', unit: 's' }, labelNames: ['job'] };

describe('series of any frame', () => {
  it('are its number columns with their times; frames without times have none', () => {
    const found = seriesColumns([
      ...tables,
      { meta: { kind: 'table' }, columns: [{ name: 'n', type: 'number', values: [1] }] },
    ]);
    expect(found.map(({ id, name, labels, times, values }) => [id, name, labels, times.length, values.length])).toEqual(
      [
        ['Value', 'api', { job: 'api' }, N, N],
        ['Value', 'web', { job: 'web' }, N, N],
      ]
    );
    expect(seriesColumns(tables, START + 10 * MINUTE)[0].times).toHaveLength(10);
    expect(seriesColumns(tables, START)).toEqual([]);
  });

  it('are analysed like our own', () => {
    const series = seriesColumns(tables);
    const found = anomaliesOf(series, { direction: 'up' }, request);
    const incidents = found[found.length - 1];
    expect(strings(incidents, 'job')).toEqual(['api']);
    expect(numbers(incidents, 'peak')).toEqual([9]);
    expect(column(incidents, 'peak')?.config?.unit).toBe('s');
    const [scores] = anomaliesOf(series, {}, { ...request, since: START + 250 * MINUTE });
    expect(strings(scores, 'job')).toEqual(['api', 'web']);
    expect(numbers(scores, 'anomaly_score')?.map((score) => (score ?? 0) >= 1)).toEqual([true, false]);
    const [, web] = forecastsOf(series, { horizon: { points: 5 } });
    expect(numbers(web, 'forecast')).toHaveLength(5);
    expect(Math.abs((numbers(web, 'forecast')?.[4] ?? 0) - 5.05)).toBeLessThan(0.2);
    const trend = trendsOf(series, { better: 'lower' }, { labelNames: ['job'], unit: 's' });
    expect(strings(trend, 'verdict')).toEqual(['no change shown', 'worse']);
  });

  it('keep their columns where there is nothing', () => {
    expect(anomaliesOf([], {}, request).map(({ name, columns }) => [name, columns[0].values.length])).toEqual([
      ['anomalies', 0],
      ['incidents', 0],
    ]);
    expect(forecastsOf([], {})).toEqual([]);
  });
});
