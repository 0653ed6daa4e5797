import { column, numbers, rowCount, strings } from '../frames/table.ts';
import { analyseTrend } from '../trend/analyseTrend.ts';
import { forecast } from '../trend/forecast.ts';
import { forecastTable } from './forecastTable.ts';
import { trendTable } from './trendTable.ts';

const HOUR = 3_600_000;
const series = (values: Array<number | null>) => ({ times: values.map((_, i) => i * HOUR), values });
const rising = series(Array.from({ length: 30 }, (_, i) => 10 + i + (i % 3)));

describe('forecastTable', () => {
  it('has a row a step and says how it was made', () => {
    const made = forecast(rising, { horizon: '4h', threshold: 42 });
    const table = forecastTable({
      forecast: made,
      id: 'cost_usd',
      name: 'Cost',
      config: { unit: 'currencyUSD' },
      labels: { swarm_id: 'a' },
    });
    expect(table.meta.kind).toBe('timeseries-wide');
    expect(table.columns.map(({ name }) => name)).toEqual([
      'time',
      'forecast',
      'lower80',
      'upper80',
      'lower95',
      'upper95',
    ]);
    expect(numbers(table, 'time')).toEqual([30, 31, 32, 33].map((i) => i * HOUR));
    expect(numbers(table, 'forecast')).toEqual(made.point);
    expect(numbers(table, 'lower80')).toEqual(made.lower80);
    expect(column(table, 'upper95')).toMatchObject({
      labels: { swarm_id: 'a' },
      config: { unit: 'currencyUSD', displayNameFromDS: 'Cost, forecast, 95 % high' },
    });
    expect(table.meta.custom).toMatchObject({
      status: 'ok',
      model: made.model,
      mase: made.mase,
      betterThanNaive: made.betterThanNaive,
      horizon: { points: 4, ms: 4 * HOUR },
      thresholdCrossing: { threshold: 42 },
    });
  });

  it('has the same columns without a row when nothing can be said, and the reason', () => {
    const table = forecastTable({ forecast: forecast(series([1, 2])), id: 'cost_usd', name: 'Cost' });
    expect([rowCount(table), table.columns.length]).toEqual([0, 6]);
    expect(table.meta.notices).toEqual([{ severity: 'warning', text: 'Cost: 6 values are needed, there are 2' }]);
  });

  it('warns of a forecast that repeating the past beats', () => {
    const poor = { ...forecast(rising), betterThanNaive: false };
    expect(forecastTable({ forecast: poor, id: 'cost_usd', name: 'Cost' }).meta.notices).toContainEqual({
      severity: 'info',
      text: 'Cost: on the latest values no better than repeating the past',
    });
  });
});

describe('trendTable', () => {
  it('has a row a series', () => {
    const trend = analyseTrend(rising, { better: 'lower', threshold: 60 });
    const table = trendTable({
      rows: [
        { labels: { swarm_id: 'a' }, trend },
        { labels: {}, trend: analyseTrend(series([1, null])) },
      ],
      labelNames: ['swarm_id'],
      unit: 'ms',
    });
    expect(strings(table, 'swarm_id')).toEqual(['a', null]);
    expect(strings(table, 'direction')).toEqual(['up', 'not significant']);
    expect(strings(table, 'verdict')).toEqual(['worse', 'unrated']);
    expect(strings(table, 'status')).toEqual(['ok', 'insufficient_data']);
    expect(strings(table, 'reason')).toEqual([null, '5 values are needed, there are 1']);
    expect(numbers(table, 'slope_per_hour')).toEqual([trend.slopePerHour, null]);
    expect([numbers(table, 'low'), numbers(table, 'high')]).toEqual([
      [trend.low, null],
      [trend.high, null],
    ]);
    expect(numbers(table, 'p')).toEqual([trend.p, null]);
    expect(numbers(table, 'r2')).toEqual([trend.adjustedR2, null]);
    expect(numbers(table, 'n')).toEqual([30, 1]);
    expect(numbers(table, 'threshold_at')).toEqual([trend.threshold?.at, null]);
    expect(column(table, 'slope_per_hour')?.config).toEqual({ displayName: 'Slope per hour', unit: 'ms' });
    expect(table.meta.notices).toEqual([{ severity: 'info', text: '1 of 2 values are not known and left out' }]);
  });

  it('keeps its columns without a series', () => {
    const table = trendTable({ rows: [], labelNames: ['swarm_id'] });
    expect([rowCount(table), table.columns.length, table.meta.notices]).toEqual([0, 17, undefined]);
  });
});
