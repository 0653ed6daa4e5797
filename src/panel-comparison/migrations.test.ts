import { DEFAULT_COMPARISON_OPTIONS } from '../ui/comparison/model.ts';
import { migrateComparisonOptions, readComparisonOptions } from './migrations.ts';

it('migrating twice is migrating once', () => {
  const once = migrateComparisonOptions({ options: { view: 'differences', baseline: ' mesh ' } });
  expect(once).toMatchObject({ view: 'differences', baseline: 'mesh', distribution: 'box', version: 0 });
  expect(migrateComparisonOptions({ options: once })).toEqual(once);
});

it.each([undefined, null, 'x', 7, [], { version: 'two' }])('options of %p are the defaults', (options) => {
  expect(migrateComparisonOptions({ options })).toEqual({ ...DEFAULT_COMPARISON_OPTIONS, version: 0 });
});

it('leaves the version of a newer panel alone', () => {
  expect(migrateComparisonOptions({ options: { version: 9 } })).toMatchObject({ version: 9 });
});

it('takes the default for what is missing or malformed, and keeps what is right', () => {
  const malformed = { view: 'pie', distribution: 3, baseline: null, groupBy: {}, typeBy: [], direction: 'up' };
  expect(readComparisonOptions(malformed)).toEqual(DEFAULT_COMPARISON_OPTIONS);
  const right = { ...DEFAULT_COMPARISON_OPTIONS, view: 'tradeoffs', distribution: 'strip', direction: 'higher' };
  expect(readComparisonOptions(right)).toEqual(right);
});
