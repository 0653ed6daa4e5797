import type { ReactElement } from 'react';
import { PluginType, type DataSourceInstanceSettings } from '@grafana/data';
import { setBackendSrv, setDataSourceSrv } from '@grafana/runtime';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, useLocation } from 'react-router-dom';
import { fakeBackend } from '../../ui/testing/fakeBackend.ts';
import { ApiProvider } from '../ApiContext.tsx';
import { DATASOURCE_TYPE } from '../constants.ts';

type Routes = Parameters<typeof fakeBackend>[0];

/** What version 7 of the router does anyway; saying so silences its warnings. */
export const ROUTER_FUTURE = { v7_startTransition: true, v7_relativeSplatPath: true };

const RESOURCES = '/api/datasources/uid/cf/resources';

/** Route names of the fake backend for the data source `cf`. */
export const ROUTE = {
  swarms: `GET ${RESOURCES}/swarms`,
  info: `GET ${RESOURCES}/info`,
  health: `GET ${RESOURCES}/health`,
  reports: `POST ${RESOURCES}/reports`,
  reportQueue: `GET ${RESOURCES}/reports/queue`,
  query: 'POST /api/ds/query',
  check: 'GET /api/datasources/uid/cf/health',
  settings: 'POST /api/plugins/claudeflow-performance-app/settings',
} as const;

export const INFO = { service: 'claude-flow-performance', version: '0.1.0', demo: false };

/** Grafana with the given data sources of our type, and a server that answers the given routes. */
export function installGrafana(routes: Routes, uids: readonly string[] = ['cf']) {
  const backend = fakeBackend(routes);
  setBackendSrv(backend);
  const list = uids.map(dataSource);
  setDataSourceSrv({
    getList: ({ pluginId } = {}) => list.filter(({ type }) => type === pluginId),
    getInstanceSettings: () => list[0],
    get: () => Promise.reject(new Error('not part of the fake')),
    reload: () => Promise.resolve(),
    registerRuntimeDataSource: () => undefined,
  });
  return backend;
}

/** Renders a page of the app the way Grafana does, at a path of its own. */
export function renderPage(
  page: ReactElement,
  { routes = {}, uids, url = '/' }: { routes?: Routes; uids?: string[]; url?: string } = {}
) {
  const backend = installGrafana(routes, uids);
  const rendered = render(
    <MemoryRouter initialEntries={[url]} future={ROUTER_FUTURE}>
      <ApiProvider settings={{}}>{page}</ApiProvider>
      <Search />
    </MemoryRouter>
  );
  return { ...rendered, backend, user: userEvent.setup() };
}

/** Shows the query string, so that tests can read it as a user reads the address bar. */
function Search() {
  return <output aria-label="address">{useLocation().search}</output>;
}

function dataSource(uid: string): DataSourceInstanceSettings {
  return {
    id: 1,
    uid,
    name: `Collector ${uid}`,
    type: DATASOURCE_TYPE,
    access: 'proxy',
    readOnly: false,
    jsonData: {},
    meta: {
      id: DATASOURCE_TYPE,
      name: '',
      type: PluginType.datasource,
      module: '',
      baseUrl: '',
      info: {
        author: { name: '' },
        description: '',
        links: [],
        logos: { small: '', large: '' },
        screenshots: [],
        updated: '',
        version: '',
      },
    },
  };
}
