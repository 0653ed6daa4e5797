import { GrafanaPlugin, PluginType, type AppPluginMeta } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { MemoryRouter } from 'react-router-dom';
import { HttpFailure } from '../../../ui/testing/fakeBackend.ts';
import { giveElementsASize } from '../../../ui/testing/layout.ts';
import { installGrafana, ROUTE, ROUTER_FUTURE } from '../../testing/renderPage.tsx';
import ConfigurationPage from './ConfigurationPage.tsx';

class FakePlugin extends GrafanaPlugin<AppPluginMeta> {}

const ROUTES = {
  [ROUTE.check]: () => ({ status: 'OK', message: 'Connected' }),
  [ROUTE.health]: () => ({ overall: 'healthy', components: {} }),
  [ROUTE.swarms]: () => ({ swarms: [] }),
};

function show(
  routes: Parameters<typeof installGrafana>[0] = ROUTES,
  { uids = ['cf', 'other'], jsonData = {} }: { uids?: string[]; jsonData?: object } = {}
) {
  const backend = installGrafana(routes, uids);
  const plugin = new FakePlugin();
  plugin.meta = {
    id: 'claudeflow-performance-app',
    name: '',
    type: PluginType.app,
    module: '',
    baseUrl: '',
    enabled: true,
    pinned: false,
    jsonData,
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
  const rendered = render(
    <MemoryRouter future={ROUTER_FUTURE}>
      <ConfigurationPage plugin={plugin} />
    </MemoryRouter>
  );
  return { ...rendered, backend, user: userEvent.setup() };
}

const layers = () => screen.findByRole('list', { name: 'Way from this page to the data' });

beforeAll(giveElementsASize);

it('shows the data source in use and the state of every layer', async () => {
  show();
  expect(screen.getByRole('combobox')).toHaveValue('Collector cf');
  expect(
    within(await layers())
      .getAllByRole('listitem')
      .map((item) => item.querySelector('strong')?.textContent)
  ).toEqual(['Data source: works', 'Collector: works', 'Stored data: works, with a reservation']);
});

it('saves the chosen data source and keeps what else Grafana knows of the app', async () => {
  const { user, backend } = show({
    ...ROUTES,
    [ROUTE.settings]: () => new HttpFailure(403, { message: 'Only administrators may do this.' }),
  });
  await layers();
  await user.click(screen.getByRole('combobox'));
  await user.click(await screen.findByRole('option', { name: 'Collector other' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Only administrators may do this.');
  expect(backend.requests.find(({ method }) => method === 'POST')?.data).toEqual({
    enabled: true,
    pinned: false,
    jsonData: { datasourceUid: 'other' },
  });
  expect(screen.getByRole('button', { name: 'Save' })).toBeEnabled();
});

it('starts with the stored choice', async () => {
  show(ROUTES, { jsonData: { datasourceUid: 'other' } });
  expect(screen.getByRole('combobox')).toHaveValue('Collector other');
  await layers();
});

it('leads to a new data source when there is none', async () => {
  show(ROUTES, { uids: [] });
  expect(within(await layers()).getByText(/There is none of our type/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: /Add another data source/ })).toHaveAttribute(
    'href',
    '/connections/datasources/claudeflow-performance-datasource'
  );
  expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
});

it('checks again when told to', async () => {
  let down = true;
  const { user } = show({
    ...ROUTES,
    [ROUTE.health]: () => (down ? new HttpFailure(502, {}) : { overall: 'healthy', components: {} }),
  });
  expect(within(await layers()).getByText('Collector: at fault')).toBeInTheDocument();
  down = false;
  await user.click(screen.getByRole('button', { name: 'Check again' }));
  expect(await screen.findByText('Collector: works')).toBeInTheDocument();
});

it('has no accessibility violation', async () => {
  const { container } = show();
  await layers();
  expect((await axe(container)).violations).toEqual([]);
});
