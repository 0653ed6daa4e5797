import { appFilesPath } from './publicPath.ts';

it.each([
  [
    'http://host/grafana/public/plugins/claudeflow-swarmranking-panel/',
    'http://host/grafana/public/plugins/claudeflow-performance-app/',
  ],
  ['public/plugins/claudeflow-performance-app/', 'public/plugins/claudeflow-performance-app/'],
  [
    'https://cdn/claudeflow-performance-app/1.0.0/public/plugins/claudeflow-performance-app/panel-ranking/',
    'https://cdn/claudeflow-performance-app/1.0.0/public/plugins/claudeflow-performance-app/',
  ],
])('%s → %s', (nested, app) => {
  expect(appFilesPath(nested)).toBe(app);
});
