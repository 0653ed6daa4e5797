import { dateTime } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { waitFor } from '@testing-library/react';
import { plugin } from '../module.tsx';
import pluginJson from '../plugin.json';
import { alertPath, shownPath } from './links.ts';

const OURS = { type: 'claudeflow-performance-datasource', uid: 'x' };

it('leads to the comparison of the swarms that a panel of ours names, in its time range', () => {
  const targets = [
    { refId: 'A', datasource: OURS, swarms: ['a & b', 'c', '$swarm'] },
    { refId: 'B', datasource: OURS, swarms: ['c'] },
    { refId: 'C', datasource: { type: 'prometheus' }, swarms: ['other'] },
  ];
  expect(shownPath('compare', { targets, timeRange: { from: 'now-6h', to: 'now' } })).toBe(
    '/a/claudeflow-performance-app/compare?swarm=a+%26+b&swarm=c&from=now-6h&to=now'
  );
});

it('reads the moments of Explore', () => {
  const timeRange = { from: dateTime(1000), to: dateTime(2000) };
  expect(shownPath('compare', { targets: [{ datasource: OURS }], timeRange })).toBe(
    '/a/claudeflow-performance-app/compare?from=1000&to=2000'
  );
});

it.each([undefined, null, 'x', {}, { targets: 'x' }, { targets: [null, { datasource: { type: 'prometheus' } }] }])(
  'is no link where nothing is ours: %j',
  (context) => {
    expect(shownPath('compare', context)).toBeUndefined();
  }
);

it('leads to the report on them, too', () => {
  expect(shownPath('reports', { targets: [{ datasource: OURS, swarms: ['a'] }] })).toBe(
    '/a/claudeflow-performance-app/reports?swarm=a'
  );
});

it('leads from an alert to its swarm, whatever it is called', () => {
  expect(alertPath({ instance: { labels: { swarm_id: 'a/../b &<x>' } } })).toBe(
    '/a/claudeflow-performance-app/swarms/-?id=a%2F..%2Fb+%26%3Cx%3E'
  );
});

it.each([
  undefined,
  null,
  {},
  { instance: {} },
  { instance: { labels: null } },
  { instance: { labels: { swarm_id: '' } } },
])('is no link from an alert without a swarm: %j', (context) => {
  expect(alertPath(context)).toBeUndefined();
});

it('is declared in plugin.json in the words of the code, or Grafana leaves it out', () => {
  const made = plugin.addedLinkConfigs.map(({ title, description, targets }) => ({ title, description, targets }));
  expect(made).toEqual(pluginJson.extensions.addedLinks);
  const exposed = plugin.exposedComponentConfigs.map(({ id, title, description }) => ({ id, title, description }));
  expect(exposed).toEqual(pluginJson.extensions.exposedComponents);
});

it('opens pages from the command palette, which does not follow paths', async () => {
  const opened = jest.spyOn(locationService, 'push').mockImplementation(() => undefined);
  const entries = plugin.addedLinkConfigs.filter(({ targets }) => targets.includes('grafana/commandpalette/action'));
  entries.forEach(({ onClick }) =>
    onClick?.(undefined, {
      openModal: () => undefined,
      openSidebar: () => undefined,
      closeSidebar: () => undefined,
      toggleSidebar: () => undefined,
      context: {},
      extensionPointId: '',
    })
  );
  await waitFor(() => expect(opened).toHaveBeenCalledTimes(3));
  expect(opened.mock.calls.map(([path]) => path)).toEqual(
    ['compare', 'reports', 'inputs'].map((page) => `/a/claudeflow-performance-app/${page}`)
  );
});

it('is no link where a panel shows nothing of ours', () => {
  const [compare] = plugin.addedLinkConfigs;
  expect(compare.configure?.({ targets: [] })).toBeUndefined();
});
