import { screen, waitFor, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { HttpFailure } from '../../../ui/testing/fakeBackend.ts';
import { giveElementsASize } from '../../../ui/testing/layout.ts';
import { testIds } from '../../../ui/testIds.ts';
import { FramedPage as mockFramedPage } from '../../testing/FramedPage.tsx';
import { INFO, renderPage, ROUTE } from '../../testing/renderPage.tsx';
import { BARE, MEASURED } from '../../testing/swarms.ts';
import ReportsPage from './ReportsPage.tsx';

// The package holds an empty shell of the page's frame, which Grafana fills at its start.
jest.mock('@grafana/runtime', () => ({ ...jest.requireActual('@grafana/runtime'), PluginPage: mockFramedPage }));

const HTML = '<!doctype html><h1>Report</h1><script>parent.hacked = true</script>';
const ROUTES = {
  [ROUTE.swarms]: () => ({ swarms: [MEASURED, BARE] }),
  [ROUTE.info]: () => INFO,
  [ROUTE.reports]: ({ data }: { data?: { format?: string } }) => (data?.format === 'html' ? HTML : `# ${data?.format}`),
};

const saved: Array<{ name: string; type: string; text: string }> = [];

beforeAll(() => {
  giveElementsASize();
  const blobs = new Map<string, Blob>();
  URL.createObjectURL = (blob: Blob) => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob);
    return url;
  };
  URL.revokeObjectURL = () => undefined;
  HTMLAnchorElement.prototype.click = function () {
    const blob = blobs.get(this.href);
    const reader = new FileReader();
    reader.onload = () => saved.push({ name: this.download, type: blob?.type ?? '', text: String(reader.result) });
    if (blob) {
      reader.readAsText(blob);
    }
  };
});

beforeEach(() => {
  saved.length = 0;
});

const preview = () => screen.findByTestId(testIds.reports.preview);

it('shows an HTML report in a frame that may do nothing', async () => {
  const { user } = renderPage(<ReportsPage />, { routes: ROUTES });
  await user.click(await screen.findByRole('button', { name: 'Preview' }));
  const frame = await preview();
  expect(frame).toHaveAttribute('sandbox', '');
  expect(frame).toHaveAttribute('srcdoc', HTML);
  expect(document.querySelector('h1')).toBeNull();
});

it.each([
  ['Markdown', 'markdown', /\.md$/, 'text/markdown;charset=utf-8'],
  ['JSON', 'json', /\.json$/, 'application/json;charset=utf-8'],
])('downloads %s as a file of its kind', async (label, format, name, type) => {
  const { user, backend } = renderPage(<ReportsPage />, { routes: ROUTES });
  await user.click(await screen.findByRole('radio', { name: label }));
  await user.click(screen.getByRole('button', { name: 'Download' }));
  await waitFor(() => expect(saved).toEqual([{ name: expect.stringMatching(name), type, text: `# ${format}` }]));
  expect(backend.requests.at(-1)?.data).toEqual({ swarmIds: ['mesh-1', 'star-1'], format });
  expect(await preview()).toHaveTextContent(`# ${format}`);
});

it.each([
  ['PDF', 'application/pdf', /\.pdf$/],
  ['CSV', 'application/zip', /\.zip$/],
])('downloads %s as the file that it is, and shows HTML', async (label, type, name) => {
  const file = new Blob(['bytes'], { type });
  const routes = {
    ...ROUTES,
    [ROUTE.reports]: ({ data }: { data?: { format?: string } }) => (data?.format === 'html' ? HTML : file),
  };
  const { user, backend } = renderPage(<ReportsPage />, { routes });
  await user.click(await screen.findByRole('radio', { name: label }));
  await user.click(screen.getByRole('button', { name: 'Download' }));
  await waitFor(() => expect(saved).toEqual([{ name: expect.stringMatching(name), type, text: 'bytes' }]));
  expect(backend.requests.at(-1)).toMatchObject({ responseType: 'blob' });
  await user.click(screen.getByRole('button', { name: 'Preview' }));
  expect(await preview()).toHaveAttribute('srcdoc', HTML);
});

it('is about what its address names, and the address follows the choice', async () => {
  const { user, backend } = renderPage(<ReportsPage />, {
    routes: ROUTES,
    url: '/?swarm=star-1&format=markdown&from=1000&to=5000',
  });
  await user.click(await screen.findByRole('button', { name: 'Preview' }));
  await preview();
  expect(backend.requests.at(-1)?.data).toMatchObject({ swarmIds: ['star-1'], format: 'markdown', from: 1000 });
  await user.click(screen.getByRole('radio', { name: 'JSON' }));
  expect(screen.getByLabelText('address')).toHaveTextContent('?format=json&from=1000&to=5000&swarm=star-1');
});

it('reports on the chosen swarms in the chosen range', async () => {
  const { user, backend } = renderPage(<ReportsPage />, { routes: ROUTES, url: '/?from=1000&to=5000' });
  await user.click(await screen.findByRole('combobox', { name: /^Swarms/ }));
  await user.click(await screen.findByRole('option', { name: 'star-1' }));
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Preview' }));
  await preview();
  expect(backend.requests.at(-1)?.data).toEqual({
    swarmIds: ['star-1'],
    format: 'html',
    from: 1000,
    to: 5000,
  });
});

it('says what failed, and downloads nothing', async () => {
  let broken = true;
  const { user } = renderPage(<ReportsPage />, {
    routes: {
      ...ROUTES,
      [ROUTE.reports]: () => (broken ? new HttpFailure(500, { title: 'x', detail: 'Disk full.' }) : HTML),
    },
  });
  await user.click(await screen.findByRole('button', { name: 'Download' }));
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('Disk full.');
  expect(saved).toEqual([]);
  broken = false;
  await user.click(within(alert).getByRole('button', { name: 'Try again' }));
  await preview();
});

it('makes one report at a time', async () => {
  const waiting: Array<(text: string) => void> = [];
  const { user } = renderPage(<ReportsPage />, {
    routes: { ...ROUTES, [ROUTE.reports]: () => new Promise<string>((resolve) => waiting.push(resolve)) },
  });
  await user.click(await screen.findByRole('radio', { name: 'JSON' }));
  await user.click(screen.getByRole('button', { name: 'Preview' }));
  expect(screen.getByRole('button', { name: 'Preview' })).toBeDisabled();
  waiting[0]('{"first":1}');
  expect(await preview()).toHaveTextContent('{"first":1}');
});

it('tells how far a report has come, and cancels it', async () => {
  let job: unknown;
  const steps = [
    { state: 'waiting', ahead: 2 },
    { state: 'running', step: 'reading' },
    { state: 'running', step: 'writing' },
  ];
  const { user } = renderPage(<ReportsPage />, {
    routes: {
      ...ROUTES,
      [ROUTE.reports]: ({ params }) => {
        job = params?.job;
        return new Promise(() => undefined);
      },
      [ROUTE.reportQueue]: () => ({ most: 2, jobs: [{ job, ...(steps.length > 1 ? steps.shift() : steps[0]) }] }),
    },
  });
  await user.click(await screen.findByRole('button', { name: 'Preview' }));
  expect(screen.getByText(/^Making the report/)).toHaveAttribute('role', 'status');
  for (const text of ['2 before this one', 'Reading and analysing', 'Writing the report']) {
    expect(await screen.findByText(new RegExp(text), {}, { timeout: 3000 })).toBeInTheDocument();
  }
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Preview' })).toBeEnabled());
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('says how to send data when nothing was received', async () => {
  renderPage(<ReportsPage />, { routes: { ...ROUTES, [ROUTE.swarms]: () => ({ swarms: [] }) } });
  expect(await screen.findByText('Nothing received yet')).toBeInTheDocument();
});

it('leads to a data source when there is none', async () => {
  renderPage(<ReportsPage />, { uids: [] });
  expect(await screen.findByRole('link', { name: 'Open the configuration' })).toHaveAttribute(
    'href',
    '/plugins/claudeflow-performance-app?page=configuration'
  );
});

it('has no accessibility violation', async () => {
  const { container, user } = renderPage(<ReportsPage />, { routes: ROUTES });
  await user.click(await screen.findByRole('radio', { name: 'JSON' }));
  await user.click(screen.getByRole('button', { name: 'Preview' }));
  await preview();
  expect((await axe(container)).violations).toEqual([]);
});
