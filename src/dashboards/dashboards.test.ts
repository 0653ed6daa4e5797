import { ALERT_RULES } from '../core/alerting/rules.ts';
import { querySchema } from '../core/query/schema.ts';
import { VALUE_FIELDS } from '../core/query/model.ts';
import pluginJson from '../plugin.json';
import anomalies from './anomalies.json';
import collector from './collector.json';
import comparison from './comparison.json';
import cost from './cost.json';
import overview from './overview.json';
import swarm from './swarm.json';

const DATASOURCE = { type: 'claudeflow-performance-datasource', uid: '${datasource}' };
const DASHBOARDS = { anomalies, collector, comparison, cost, overview, swarm };
const all = Object.entries(DASHBOARDS);

it('are those that the plugin declares', () => {
  const declared = pluginJson.includes.filter(({ type }) => type === 'dashboard');
  expect(declared.map(({ path, uid, name }) => [path, uid, name]).sort()).toEqual(
    all.map(([file, { uid, title }]) => [`dashboards/${file}.json`, uid, title]).sort()
  );
});

it('mark incidents, swarms and deployments where time goes by', () => {
  for (const { annotations } of [overview, swarm, cost]) {
    expect(
      annotations.list.slice(1).flatMap((one) => ('target' in one ? (one.target?.annotationsOf ?? []) : []))
    ).toEqual(['incident', 'swarmStart', 'swarmEnd', 'marker']);
  }
});

it('have the panels that alert rules link to', () => {
  const panels = all.flatMap(([, { uid, panels: own }]) => own.map(({ id }) => `${uid}/${id}`));
  expect(panels).toEqual(
    expect.arrayContaining(ALERT_RULES.map(({ panel }) => `${panel.dashboardUid}/${panel.panelId}`))
  );
});

describe.each(all)('%s', (_, dashboard) => {
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

  it('lists names with queries of ours, of the time range', () => {
    for (const variable of dashboard.templating.list.slice(1)) {
      expect(variable).toMatchObject({ type: 'query', datasource: DATASOURCE, refresh: 2 });
      expect(VALUE_FIELDS).toContain(
        'query' in variable && typeof variable.query === 'object' && variable.query.valuesOf
      );
    }
  });

  it('leads to the other dashboards and to the app', () => {
    expect(dashboard.tags).toEqual(['claude-flow']);
    expect(dashboard.links.map(({ type, tags, url }) => [type, tags, url])).toEqual([
      ['dashboards', ['claude-flow'], ''],
      ['link', [], '/a/claudeflow-performance-app/overview'],
    ]);
  });

  it('asks only what the collector can answer', () => {
    for (const target of dashboard.panels.flatMap(({ targets }) => targets)) {
      const { success, data } = querySchema.safeParse({ ...target, swarms: [] });
      expect(success).toBe(true);
      expect(data).toMatchObject({ metric: target.metric, type: target.type });
    }
  });

  it('marks only what the collector can answer, with its data source from the variable', () => {
    for (const annotation of dashboard.annotations.list.slice(1)) {
      expect(annotation).toMatchObject({ datasource: DATASOURCE, target: { type: 'annotations' } });
      const target = 'target' in annotation ? annotation.target : {};
      expect(querySchema.safeParse({ ...target, swarms: [] }).success).toBe(true);
    }
  });

  it('has panels that do not overlap and that all have an id, a title and a text of their own', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (__, index) => `${x + (index % w)}/${y + Math.floor(index / w)}`)
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    expect(new Set(dashboard.panels.map(({ title }) => title)).size).toBe(dashboard.panels.length);
    expect(dashboard.panels.every(({ title, description }) => title !== '' && description !== '')).toBe(true);
  });
});
