import { DEFAULT_ANOMALIES_OPTIONS } from '../ui/anomalies/model.ts';
import { migrateAnomaliesOptions, readAnomaliesOptions, readLegend } from './migrations.ts';

const LEGEND = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] };

it('migrating twice is migrating once', () => {
  const once = migrateAnomaliesOptions({ options: { method: 'mad', horizon: ' 6h ', legend: { calcs: ['max'] } } });
  expect(once).toMatchObject({ method: 'mad', horizon: '6h', legend: { ...LEGEND, calcs: ['max'] }, version: 0 });
  expect(migrateAnomaliesOptions({ options: once })).toEqual(once);
});

it.each([undefined, null, 'x', 7, [], { version: 'two' }])('options of %p are the defaults', (options) => {
  expect(migrateAnomaliesOptions({ options })).toEqual({ ...DEFAULT_ANOMALIES_OPTIONS, legend: LEGEND, version: 0 });
});

it('leaves the version of a newer panel alone', () => {
  expect(migrateAnomaliesOptions({ options: { version: 9 } })).toMatchObject({ version: 9 });
});

it('takes the default for what is missing or malformed, and keeps what is right', () => {
  const malformed = {
    method: 'magic',
    sensitivity: NaN,
    direction: 3,
    forecast: 'yes',
    horizon: 6,
    showExpected: null,
    showIncidents: {},
    thresholdStyle: 'zigzag',
  };
  expect(readAnomaliesOptions(malformed)).toEqual(DEFAULT_ANOMALIES_OPTIONS);
  const right = { ...DEFAULT_ANOMALIES_OPTIONS, method: 'iqr', sensitivity: 3, direction: 'up', forecast: false };
  expect(readAnomaliesOptions(right)).toEqual(right);
});

it('reads the legend of other panels', () => {
  expect(
    readLegend({ legend: { displayMode: 'table', placement: 'right', showLegend: false, calcs: ['max', 3] } })
  ).toEqual({ displayMode: 'table', placement: 'right', showLegend: false, calcs: ['max'] });
  expect(readLegend({ legend: { displayMode: 'hidden', placement: 'top' } })).toEqual(LEGEND);
});
