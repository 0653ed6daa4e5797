import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { HttpFailure } from '../../../ui/testing/fakeBackend.ts';
import { giveElementsASize } from '../../../ui/testing/layout.ts';
import { rankingFrame, TIED_ROWS } from '../../../ui/testing/rankingFrame.ts';
import { FramedPage as mockFramedPage } from '../../testing/FramedPage.tsx';
import { queryAnswer } from '../../testing/queryAnswer.ts';
import { INFO, renderPage, ROUTE } from '../../testing/renderPage.tsx';
import { BARE, MEASURED } from '../../testing/swarms.ts';
import OverviewPage from './OverviewPage.tsx';

// The package holds an empty shell of the page's frame, which Grafana fills at its start.
jest.mock('@grafana/runtime', () => ({ ...jest.requireActual('@grafana/runtime'), PluginPage: mockFramedPage }));

const ROUTES = {
  [ROUTE.swarms]: () => ({ swarms: [MEASURED, BARE] }),
  [ROUTE.info]: () => INFO,
  [ROUTE.query]: () => queryAnswer([rankingFrame(TIED_ROWS)]),
};

const table = () => screen.findByRole('table', { name: 'Swarms' });
const cellsOf = async (name: string) => {
  const row = within(await table())
    .getByRole('rowheader', { name })
    .closest('tr');
  return row
    ? within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent)
    : [];
};

beforeAll(giveElementsASize);

it('shows the key figures of every swarm, in their units', async () => {
  renderPage(<OverviewPage />, { routes: ROUTES });
  expect((await cellsOf('mesh-1')).slice(0, 8)).toEqual([
    'mesh',
    '40',
    '2',
    '5.0%',
    '41.2 s',
    '1.33 mins',
    '120 K',
    '$1.50',
  ]);
});

it('says "not measured" where nothing was, and never 0', async () => {
  renderPage(<OverviewPage />, { routes: ROUTES });
  expect(await cellsOf('star-1')).toEqual(['unknown', '3', '0', ...Array(5).fill('not measured'), 'unknown']);
});

it('ranks the swarms, with a metric to choose', async () => {
  const { user, backend } = renderPage(<OverviewPage />, { routes: ROUTES });
  expect(await screen.findByRole('rowheader', { name: /ring-1/ })).toBeInTheDocument();
  await user.click(screen.getByRole('combobox', { name: 'Ranked by' }));
  await user.click(await screen.findByRole('option', { name: 'Error rate' }));
  expect(backend.requests.at(-1)?.data.queries[0]).toMatchObject({ type: 'ranking', metric: 'error_rate' });
});

it('sorts by a column, and says so', async () => {
  const { user } = renderPage(<OverviewPage />, { routes: ROUTES });
  const header = within(await table()).getByRole('columnheader', { name: 'Tasks' });
  await user.click(within(header).getByRole('button'));
  expect(header).toHaveAttribute('aria-sort', 'ascending');
  expect(
    within(await table())
      .getAllByRole('rowheader')
      .map((cell) => cell.textContent)
  ).toEqual(['star-1', 'mesh-1']);
  await user.click(within(header).getByRole('button'));
  expect(header).toHaveAttribute('aria-sort', 'descending');
});

it('asks for everything stored until a time range is chosen, and keeps the range in the address', async () => {
  const { user, backend } = renderPage(<OverviewPage />, { routes: ROUTES });
  await table();
  expect(backend.requests.find(({ url }) => url.endsWith('/swarms'))?.params).toEqual({});
  await user.click(screen.getByRole('radio', { name: 'Time range' }));
  expect(screen.getByLabelText('address')).toHaveTextContent('?from=now-24h&to=now');
  const { params } = backend.requests.filter(({ url }) => url.endsWith('/swarms')).at(-1) ?? {};
  expect(Math.round((params?.to - params?.from) / 3_600_000)).toBe(24);
  await user.click(screen.getByRole('radio', { name: 'Everything stored' }));
  expect(screen.getByLabelText('address')).toHaveTextContent('');
});

it.each(['?from=5&to=2', '?from=yesterday&to=now', '?from=now-1h', '?from=%3Cscript%3E&to=now'])(
  'takes the address %s for everything stored',
  async (search) => {
    const { backend } = renderPage(<OverviewPage />, { routes: ROUTES, url: `/${search}` });
    await table();
    expect(backend.requests.find(({ url }) => url.endsWith('/swarms'))?.params).toEqual({});
  }
);

it('asks again when told to', async () => {
  const { user, backend } = renderPage(<OverviewPage />, { routes: ROUTES });
  await table();
  const before = backend.requests.length;
  await user.click(screen.getByRole('button', { name: 'Refresh' }));
  expect(backend.requests.length).toBe(before + 3);
});

it('says that it shows a demonstration', async () => {
  renderPage(<OverviewPage />, { routes: { ...ROUTES, [ROUTE.info]: () => ({ ...INFO, demo: true }) } });
  expect(await screen.findByRole('note')).toHaveTextContent('replayed recording, stub model');
});

it('says how to send data when nothing was received', async () => {
  renderPage(<OverviewPage />, { routes: { ...ROUTES, [ROUTE.swarms]: () => ({ swarms: [] }) } });
  expect(await screen.findByText('Nothing received yet')).toBeInTheDocument();
  expect(screen.getByText(/OTEL_EXPORTER_OTLP_ENDPOINT=/)).toBeInTheDocument();
  expect(screen.getByText(/npm start -- --claude-flow/)).toBeInTheDocument();
});

it('offers everything stored when the range is empty', async () => {
  const { user } = renderPage(<OverviewPage />, {
    routes: { ...ROUTES, [ROUTE.swarms]: ({ params }) => ({ swarms: params?.from === undefined ? [MEASURED] : [] }) },
    url: '/?from=now-1h&to=now',
  });
  await user.click(await screen.findByRole('button', { name: 'Show everything stored' }));
  expect(await cellsOf('mesh-1')).toContain('40');
});

it('says what failed and what to do, and recovers', async () => {
  let broken = true;
  const { user } = renderPage(<OverviewPage />, {
    routes: { ...ROUTES, [ROUTE.swarms]: () => (broken ? new HttpFailure(502, {}) : { swarms: [MEASURED] }) },
  });
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('npm start');
  broken = false;
  await user.click(within(alert).getByRole('button', { name: 'Try again' }));
  expect(await cellsOf('mesh-1')).toContain('40');
});

it('keeps the table when only the ranking fails', async () => {
  renderPage(<OverviewPage />, {
    routes: { ...ROUTES, [ROUTE.query]: () => ({ results: { A: { status: 500, error: 'out of memory' } } }) },
  });
  expect(await screen.findByText('out of memory')).toBeInTheDocument();
  expect(await cellsOf('mesh-1')).toContain('40');
});

it('leads to a data source when there is none', async () => {
  renderPage(<OverviewPage />, { uids: [] });
  expect(await screen.findByRole('link', { name: 'Add the data source' })).toHaveAttribute(
    'href',
    '/connections/datasources/claudeflow-performance-datasource'
  );
});

it('shows names as text and keeps them short', async () => {
  const hostile = ['<img src=x onerror=alert(1)>', '__proto__', 'x'.repeat(10_000)];
  const swarms = hostile.map((swarmId) => ({ ...BARE, swarmId, topology: swarmId }));
  renderPage(<OverviewPage />, { routes: { ...ROUTES, [ROUTE.swarms]: () => ({ swarms }) } });
  const shown = within(await table())
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent);
  expect(shown).toEqual(['<img src=x onerror=alert(1)>', '__proto__', `${'x'.repeat(79)}…`]);
  expect(document.querySelector('img')).toBeNull();
});

it('has no accessibility violation', async () => {
  const { container } = renderPage(<OverviewPage />, { routes: ROUTES });
  await table();
  await screen.findByRole('rowheader', { name: /ring-1/ });
  expect((await axe(container)).violations).toEqual([]);
});
