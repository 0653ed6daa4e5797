import { expand, interpolateQuery, type Replace } from './interpolate.ts';

/** Replaces as Grafana's template service does: `$name` and `${name}`, the value formatted by the caller. */
const replaceWith =
  (values: Record<string, unknown>): Replace =>
  (text, format) =>
    text.replace(/\$\{?(\w+)\}?/g, (match, name: string) => (name in values ? format(values[name]) : match));

const replace = replaceWith({ one: 'a', many: ['a', 'b,c', '{d}'], none: [], empty: '', all: ['x', 'y'], number: 7 });

describe('expand', () => {
  it.each([
    ['plain', ['plain']],
    ['$one', ['a']],
    ['${many}', ['a', 'b,c', '{d}']],
    ['team-$one', ['team-a']],
    ['$one-$all', ['a-x', 'a-y']],
    ['$all/$all', ['x/x', 'x/y', 'y/x', 'y/y']],
    ['$none', []],
    ['$empty', []],
    ['$number', ['7']],
    ['$unknown', ['$unknown']],
    ['cost $5', ['cost $5']],
  ])('%s', (text, expected) => {
    expect(expand(text, replace)).toEqual(expected);
  });
});

describe('interpolateQuery', () => {
  it('makes a list of a variable with several values, each once', () => {
    expect(interpolateQuery({ refId: 'A', swarms: ['$many', 'a', '$one'] }, replace).swarms).toEqual([
      'a',
      'b,c',
      '{d}',
    ]);
  });

  it('takes the first value for the baseline, and none when there is none', () => {
    expect(interpolateQuery({ refId: 'A', baseline: '$many' }, replace).baseline).toBe('a');
    expect(interpolateQuery({ refId: 'A', baseline: '$empty' }, replace).baseline).toBeUndefined();
  });

  it('turns equality with several values into a choice', () => {
    const filters = [{ key: 'model', operator: 'eq', values: ['$many'] } as const].map((filter) => ({
      ...filter,
      values: [...filter.values],
    }));
    expect(interpolateQuery({ refId: 'A', filters }, replace).filters).toEqual([
      { key: 'model', operator: 'in', values: ['a', 'b,c', '{d}'] },
    ]);
  });

  it('excludes every value of a variable', () => {
    expect(
      interpolateQuery({ refId: 'A', filters: [{ key: 'model', operator: 'ne', values: ['$all'] }] }, replace).filters
    ).toEqual([{ key: 'model', operator: 'notIn', values: ['x', 'y'] }]);
  });

  it('makes alternatives of values in a pattern, and patterns of none of them', () => {
    const [filter] =
      interpolateQuery({ refId: 'A', filters: [{ key: 'agent', operator: 'matches', values: ['^$many$'] }] }, replace)
        .filters ?? [];
    const pattern = new RegExp(filter.values[0]);
    expect(['a', 'b,c', '{d}', 'ab', 'd'].map((name) => pattern.test(name))).toEqual([true, true, true, false, false]);
  });

  it('makes alternatives of values in a pattern that must not match', () => {
    const filters = [{ key: 'agent' as const, operator: 'notMatches' as const, values: ['^$all'] }];
    expect(interpolateQuery({ refId: 'A', filters }, replace).filters).toEqual([
      { key: 'agent', operator: 'notMatches', values: ['^(x|y)'] },
    ]);
  });

  describe('with a custom "all" value, which Grafana writes without asking for a format', () => {
    const custom: Replace = (text, format) => replace(text.replace('$all', '.*'), format);

    it('asks for every swarm, and for no baseline', () => {
      const query = { refId: 'A', swarms: ['one', '$all'], baseline: '$all' };
      expect(interpolateQuery(query, custom)).toMatchObject({ swarms: [], baseline: undefined });
    });

    it('does not filter', () => {
      const filters = (['eq', 'in', 'matches'] as const).map((operator) => ({
        key: 'model' as const,
        operator,
        values: ['$all'],
      }));
      expect(interpolateQuery({ refId: 'A', filters }, custom).filters).toEqual([
        { key: 'model', operator: 'matches', values: ['.*'] },
      ]);
    });

    it('leaves a name alone that only looks like it', () => {
      const query = {
        refId: 'A',
        swarms: ['.*'],
        filters: [{ key: 'model' as const, operator: 'eq' as const, values: ['*'] }],
      };
      expect(interpolateQuery(query, custom)).toMatchObject(query);
    });
  });

  it('drops a filter whose variable has no value', () => {
    expect(
      interpolateQuery({ refId: 'A', filters: [{ key: 'model', operator: 'in', values: ['$none'] }] }, replace).filters
    ).toEqual([]);
  });

  it('leaves everything else alone, and what it is given unchanged', () => {
    const query = Object.freeze({ refId: 'B', metric: '$one', type: 'ranking' as const, hide: true });
    expect(interpolateQuery(query, replace)).toEqual(query);
  });
});
