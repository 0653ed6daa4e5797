import { PluginType, type AppPluginMeta } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import { MemoryRouter, Route, Routes } from 'react-router-dom';
import { testIds } from '../ui/testIds.ts';
import App from './App.tsx';
import { PLUGIN_BASE_URL } from './constants.ts';
import { INFO, installGrafana, ROUTE, ROUTER_FUTURE } from './testing/renderPage.tsx';

const META: AppPluginMeta = {
  id: 'claudeflow-performance-app',
  name: '',
  type: PluginType.app,
  module: '',
  baseUrl: '',
  jsonData: { datasourceUid: 'other' },
  info: {
    author: { name: '' },
    description: '',
    links: [],
    logos: { small: '', large: '' },
    screenshots: [],
    updated: '',
    version: '',
  },
};

/** Mounts the app where Grafana mounts it. */
function show(path: string) {
  const backend = installGrafana({ [ROUTE.swarms]: () => ({ swarms: [] }), [ROUTE.info]: () => INFO }, ['cf', 'other']);
  render(
    <MemoryRouter initialEntries={[`${PLUGIN_BASE_URL}${path}`]} future={ROUTER_FUTURE}>
      <Routes>
        <Route path={`${PLUGIN_BASE_URL}/*`} element={<App meta={META} />} />
      </Routes>
    </MemoryRouter>
  );
  return backend;
}

it.each(['', '/', '/overview', '/no/such/page'])('shows the overview at "%s"', async (path) => {
  show(path);
  expect(await screen.findByTestId(testIds.overview.page)).toBeInTheDocument();
});

it('shows the reports', async () => {
  show('/reports');
  expect(await screen.findByTestId(testIds.reports.page)).toBeInTheDocument();
});

it('reads from the configured data source', async () => {
  const { requests } = show('/overview');
  await screen.findByTestId(testIds.overview.page);
  expect(requests[0].url).toContain('/uid/other/');
});
