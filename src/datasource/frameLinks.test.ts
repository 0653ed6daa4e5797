import { FieldType, toDataFrame, type Field } from '@grafana/data';
import { withLinks } from './frameLinks.ts';

const SOURCE = { uid: 'cf', name: 'Collector' };
const linksOf = (field: Field | undefined) => field?.config.links ?? [];

const page = (value: string) =>
  `/a/claudeflow-performance-app/swarms/-?id=\${${value}:percentencode}&\${__url_time_range}`;

it('leads from the name of a swarm to its page and its tasks', () => {
  const frame = toDataFrame({
    fields: [
      { name: 'swarm_id', type: FieldType.string, values: ['a'] },
      { name: 'estimate', type: FieldType.number, values: [1] },
    ],
  });
  const [name, estimate] = withLinks(frame, SOURCE).fields;
  expect(linksOf(name)).toMatchObject([
    { title: 'Swarm page', url: page('__value.raw') },
    {
      title: 'Tasks of the swarm',
      internal: {
        datasourceUid: 'cf',
        datasourceName: 'Collector',
        query: { type: 'tasks', swarms: ['${__value.raw}'] },
      },
    },
  ]);
  expect(linksOf(estimate)).toEqual([]);
  expect(linksOf(frame.fields[0])).toEqual([]);
});

it('leads from each value of a labelled series', () => {
  const frame = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [0] },
      { name: 'value', type: FieldType.number, values: [1], labels: { swarm_id: 'a' } },
    ],
  });
  const [time, value] = withLinks(frame, SOURCE).fields;
  expect(linksOf(time)).toEqual([]);
  expect(linksOf(value)).toMatchObject([
    { url: page('__field.labels.swarm_id') },
    { internal: { query: { swarms: ['${__field.labels.swarm_id}'] } } },
  ]);
});

it('keeps what the frame has', () => {
  const own = { title: 'Own', url: '/own' };
  const frame = toDataFrame({
    name: 'ranking',
    meta: { custom: { demo: true } },
    fields: [
      { name: 'swarm_id', type: FieldType.string, values: ['a'], config: { links: [own], displayName: 'Swarm' } },
    ],
  });
  const after = withLinks(frame, SOURCE);
  expect(after).toMatchObject({ name: 'ranking', length: 1, meta: { custom: { demo: true } } });
  expect(after.fields[0].config.displayName).toBe('Swarm');
  expect(linksOf(after.fields[0])).toHaveLength(3);
  expect(linksOf(after.fields[0])[0]).toBe(own);
});
