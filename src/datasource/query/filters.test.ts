import { FILTER_OPERATORS } from '../../core/query/model.ts';
import { filterKeysOf, filterOf, knownValues, relationOf } from './filters.ts';

it('gives back every operator that it was shown for, by the number of values', () => {
  for (const operator of FILTER_OPERATORS) {
    const values = operator === 'in' || operator === 'notIn' ? ['a', 'b'] : ['a'];
    expect(filterOf('model', relationOf(operator), values)).toEqual({ key: 'model', operator, values });
  }
});

it('is no filter without a value', () => {
  expect(filterOf('model', 'is', [])).toBeUndefined();
  expect(filterOf('model', 'matches', [''])).toBeUndefined();
});

it('keeps one pattern only', () => {
  expect(filterOf('model', 'matchesNot', ['a', 'b'])?.values).toEqual(['a']);
});

it('filters single tasks by their status and kind too, whose values are known', () => {
  expect(filterKeysOf('tasks')).toContain('status');
  expect(filterKeysOf('timeseries')).not.toContain('status');
  expect(knownValues('status')).toEqual(['completed', 'failed', 'cancelled']);
  expect(knownValues('kind')).toContain('subagent');
  expect(knownValues('model')).toBeUndefined();
});
