import { variableQueryOf } from './variableQuery.ts';

it('keeps a query of ours', () => {
  const saved = { refId: 'A', type: 'values', valuesOf: 'agent', swarms: ['$swarm'], limit: 5 };
  expect(variableQueryOf(saved)).toEqual({ ...saved, refId: 'variable' });
});

it.each([undefined, null, '', 5, [], {}, { refId: 'A' }, { query: '' }, { valuesOf: 'moons' }, 'no such thing'])(
  'lists the swarms for %j',
  (saved) => {
    expect(variableQueryOf(saved)).toMatchObject({ type: 'values', valuesOf: 'swarm' });
  }
);

it.each([
  ['agents', 'agent'],
  ['Agent types', 'agentType'],
  ['agentType', 'agentType'],
  ['task types', 'type'],
  ['models', 'model'],
  ['topologies', 'topology'],
  ['metrics', 'metric'],
  ['__proto__', 'swarm'],
])('reads the word %s', (word, valuesOf) => {
  expect(variableQueryOf(word).valuesOf).toBe(valuesOf);
  expect(variableQueryOf({ query: word, refId: 'X' }).valuesOf).toBe(valuesOf);
});
