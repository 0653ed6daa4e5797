import { dateTime, PluginExtensionPoints } from '@grafana/data';
import { plugin } from '../module.tsx';
import pluginJson from '../plugin.json';
import { comparePath } from './links.ts';

const OURS = { type: 'claudeflow-performance-datasource', uid: 'x' };

it('leads to the comparison of the swarms that a panel of ours names, in its time range', () => {
  const targets = [
    { refId: 'A', datasource: OURS, swarms: ['a & b', 'c', '$swarm'] },
    { refId: 'B', datasource: OURS, swarms: ['c'] },
    { refId: 'C', datasource: { type: 'prometheus' }, swarms: ['other'] },
  ];
  expect(comparePath({ targets, timeRange: { from: 'now-6h', to: 'now' } })).toBe(
    '/a/claudeflow-performance-app/compare?swarm=a+%26+b&swarm=c&from=now-6h&to=now'
  );
});

it('reads the moments of Explore', () => {
  const timeRange = { from: dateTime(1000), to: dateTime(2000) };
  expect(comparePath({ targets: [{ datasource: OURS }], timeRange })).toBe(
    '/a/claudeflow-performance-app/compare?from=1000&to=2000'
  );
});

it.each([undefined, null, 'x', {}, { targets: 'x' }, { targets: [null, { datasource: { type: 'prometheus' } }] }])(
  'is no link where nothing is ours: %j',
  (context) => {
    expect(comparePath(context)).toBeUndefined();
  }
);

it('is declared in plugin.json in the words of the code, or Grafana leaves it out', () => {
  const [declared] = pluginJson.extensions.addedLinks;
  expect(declared.targets).toEqual([
    PluginExtensionPoints.DashboardPanelMenu,
    PluginExtensionPoints.ExploreToolbarAction,
  ]);
  const [made] = plugin.addedLinkConfigs;
  expect({ title: made.title, description: made.description, targets: made.targets }).toEqual(declared);
});
