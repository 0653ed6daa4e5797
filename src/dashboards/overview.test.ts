import { querySchema } from '../core/query/schema.ts';
import pluginJson from '../plugin.json';
import dashboard from './overview.json';

const DATASOURCE = { type: 'claudeflow-performance-datasource', uid: '${datasource}' };

it('is the dashboard that the plugin declares and that alert rules link to', () => {
  expect(pluginJson.includes.find(({ type }) => type === 'dashboard')).toMatchObject({
    path: 'dashboards/overview.json',
    uid: dashboard.uid,
  });
  expect(dashboard.uid).toBe('claude-flow-overview');
  expect(dashboard.panels.find(({ id }) => id === 4)?.targets[0]).toMatchObject({
    type: 'ranking',
    metric: 'error_rate',
  });
});

it('takes its data source from a variable, everywhere', () => {
  expect(dashboard.templating.list[0]).toMatchObject({
    type: 'datasource',
    name: 'datasource',
    query: DATASOURCE.type,
  });
  for (const { datasource, targets } of dashboard.panels) {
    expect(datasource).toEqual(DATASOURCE);
    expect(targets.map((target) => target.datasource)).toEqual(targets.map(() => DATASOURCE));
  }
});

it('asks only what the collector can answer', () => {
  for (const target of dashboard.panels.flatMap(({ targets }) => targets)) {
    const { success, data } = querySchema.safeParse({ ...target, swarms: [] });
    expect(success).toBe(true);
    expect(data).toMatchObject({ metric: target.metric, type: target.type });
  }
});

it('has panels that do not overlap and that all have an id and a title of their own', () => {
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)}/${y + Math.floor(index / w)}`)
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  expect(dashboard.panels.every(({ title, description }) => title !== '' && description !== '')).toBe(true);
});
