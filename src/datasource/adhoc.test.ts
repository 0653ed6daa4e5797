import { adhocFilters, dimensionOf, TAG_KEYS } from './adhoc.ts';

it('offers the labels of the frames as keys', () => {
  expect(TAG_KEYS.map(({ value }) => value)).toEqual([
    'swarm_id',
    'agent_id',
    'agent_type',
    'task_type',
    'model',
    'topology',
  ]);
});

it.each([
  ['swarm_id', 'swarm'],
  ['task_type', 'type'],
  ['agentType', 'agentType'],
  ['instance', undefined],
  ['__proto__', undefined],
])('reads the key %s', (key, expected) => {
  expect(dimensionOf(key)).toBe(expected);
});

it.each([
  ['=', 'eq'],
  ['!=', 'ne'],
  ['=~', 'matches'],
  ['!~', 'notMatches'],
])('takes the operator %s with its value as it is', (operator, expected) => {
  const value = `a"b\\'c,d\n$x {e} <f>`;
  expect(adhocFilters([{ key: 'model', operator, value }])).toEqual([
    { key: 'model', operator: expected, values: [value] },
  ]);
  expect(adhocFilters([{ key: 'model', operator, value: '' }])).toEqual([]);
});

it.each([
  ['=|', 'in'],
  ['!=|', 'notIn'],
])('takes several values with %s', (operator, expected) => {
  const several = { key: 'agent_id', operator, value: 'a', values: ['a', 'b,c', ''] };
  expect(adhocFilters([several])).toEqual([{ key: 'agent', operator: expected, values: ['a', 'b,c'] }]);
  expect(adhocFilters([{ key: 'agent_id', operator, value: 'a' }])).toEqual([
    { key: 'agent', operator: expected, values: ['a'] },
  ]);
  expect(adhocFilters([{ key: 'agent_id', operator, value: '', values: [''] }])).toEqual([]);
});

it('leaves out a filter that is still being entered', () => {
  expect(adhocFilters([{ key: '', operator: '=', value: '' }])).toEqual([]);
  expect(adhocFilters([{ key: 'model', operator: '', value: '' }])).toEqual([]);
});

it('refuses what it cannot answer, rather than to answer another question', () => {
  expect(() => adhocFilters([{ key: 'instance', operator: '=', value: 'a' }])).toThrow(
    /"instance" is none that this data source has\. It has: swarm_id/
  );
  expect(() => adhocFilters([{ key: 'model', operator: '<', value: '5' }])).toThrow(/"model <" cannot be answered/);
});
