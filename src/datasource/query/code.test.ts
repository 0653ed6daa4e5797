import { querySchema } from '../../core/query/schema.ts';
import { QUERY_TYPES } from '../../core/query/model.ts';
import { completeQuery, type PerformanceQuery } from '../types.ts';
import { codeOf, readCode, WRITTEN_FIELDS } from './code.ts';

const SAVED: PerformanceQuery = { refId: 'B', hide: true, datasource: { uid: 'x' }, editorMode: 'code' };

it('has a check for every field of the model that somebody can write', () => {
  const fields = Object.keys(querySchema.shape).filter((field) => field !== 'refId' && field !== 'hide');
  expect(WRITTEN_FIELDS.map(({ field }) => field).sort()).toEqual(fields.sort());
});

it('loses nothing on the way to text and back', () => {
  const query: PerformanceQuery = {
    ...SAVED,
    type: 'forecast',
    swarms: ['$swarm', '<b>\n\u202e🐝', '__proto__'],
    filters: [{ key: 'agent', operator: 'in', values: ['a', 'b'] }],
    predictionHorizon: { points: 12 },
    minEffect: { relative: 0.1 },
  };
  const written = { ...query, ofTomorrow: { deep: [1, null] } };
  const reading = readCode(codeOf(written), written);
  expect(reading).toEqual({
    query: { ...completeQuery(query), ofTomorrow: { deep: [1, null] } },
    unknown: ['ofTomorrow'],
  });
});

it('writes neither Grafana’s fields nor takes them from what is written', () => {
  expect(Object.keys(JSON.parse(codeOf(SAVED)) as object)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(refId|hide|datasource|editorMode)$/)])
  );
  expect(readCode('{"refId":"Z","hide":false,"type":"swarms"}', SAVED)).toEqual({
    query: { ...SAVED, type: 'swarms' },
    unknown: [],
  });
});

it('gives nothing a prototype', () => {
  const reading = readCode('{"__proto__":{"filters":[]},"constructor":1}', SAVED);
  expect(reading).toMatchObject({ unknown: ['__proto__', 'constructor'] });
  expect('query' in reading && Object.getPrototypeOf(reading.query)).toBe(Object.prototype);
});

it.each([
  ['{"type":', { kind: 'syntax' }],
  ['', { kind: 'syntax' }],
  ['[]', { kind: 'not-an-object' }],
  ['null', { kind: 'not-an-object' }],
  ['{"type":"line"}', { kind: 'field', field: 'type', wanted: 'one-of', choices: QUERY_TYPES }],
  ['{"filters":{}}', { kind: 'field', field: 'filters' }],
  ['{"filters":[{"key":"agent","operator":"eq","values":"x"}]}', { kind: 'field', field: 'filters' }],
  ['{"swarms":"x"}', { kind: 'field', field: 'swarms', wanted: 'texts' }],
  ['{"groupBy":["swarm","nobody"]}', { kind: 'field', field: 'groupBy', wanted: 'list-of' }],
  ['{"limit":"10"}', { kind: 'field', field: 'limit', wanted: 'number' }],
  ['{"instant":1}', { kind: 'field', field: 'instant', wanted: 'yes-no' }],
  ['{"minEffect":[]}', { kind: 'field', field: 'minEffect', wanted: 'object' }],
  ['{"predictionHorizon":true}', { kind: 'field', field: 'predictionHorizon', wanted: 'span' }],
])('says what is wrong with %s', (text, fault) => {
  expect(readCode(text, SAVED)).toMatchObject({ fault });
});
