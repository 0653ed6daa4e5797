import type { BackendSrvRequest } from '@grafana/runtime';
import { screen, waitFor } from '@testing-library/react';
import { axe } from 'jest-axe';
import { ALERT_RULES } from '../../../core/alerting/rules.ts';
import { HttpFailure } from '../../../ui/testing/fakeBackend.ts';
import { giveElementsASize } from '../../../ui/testing/layout.ts';
import { FramedPage as mockFramedPage } from '../../testing/FramedPage.tsx';
import { renderPage } from '../../testing/renderPage.tsx';
import AlertsPage from './AlertsPage.tsx';

// The package holds an empty shell of the page's frame, which Grafana fills at its start.
jest.mock('@grafana/runtime', () => ({ ...jest.requireActual('@grafana/runtime'), PluginPage: mockFramedPage }));

const POINT = { uid: 'cp', name: '<b>Slack</b>', type: 'slack', settings: { title: 'x' } };

beforeAll(() => giveElementsASize());

/** A Grafana that keeps the rules that are made in it. */
function grafana(uids: string[]) {
  const there = [...uids];
  return {
    'GET /api/prometheus/grafana/api/v1/rules': () => ({
      data: {
        groups: [
          {
            folderUid: 'f1',
            rules: there.map((uid) => ({ uid, state: uid === 'cf_collector_down' ? 'firing' : 'inactive' })),
          },
        ],
      },
    }),
    'GET /api/v1/provisioning/contact-points': () => [POINT],
    'POST /api/folders': () => ({}),
    'POST /api/v1/provisioning/alert-rules': ({ data }: BackendSrvRequest) => there.push(data.uid),
    'GET /api/v1/provisioning/folder/f1/rule-groups/claude-flow': () => ({ title: 'claude-flow', interval: 30 }),
    'GET /api/v1/provisioning/folder/f1/rule-groups/claude-flow-slow': () => ({
      title: 'claude-flow-slow',
      interval: 60,
      rules: [],
    }),
    'PUT /api/v1/provisioning/folder/f1/rule-groups/claude-flow-slow': () => ({}),
    'POST /api/alertmanager/grafana/config/api/v1/receivers/test': () => ({}),
  };
}

it('shows each rule with its state, and opens the runbook that a message leads to', async () => {
  const { container } = renderPage(<AlertsPage />, {
    routes: grafana(ALERT_RULES.map(({ uid }) => uid)),
    url: '/?rule=cf_collector_down',
  });
  expect(await screen.findByText('Collector down · critical · fires')).toBeInTheDocument();
  expect(screen.getByText('Swarm stalled · warning · quiet')).toBeInTheDocument();
  expect(screen.getByText(/A restart within two minutes/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Create the missing rules' })).not.toBeInTheDocument();
  expect((await axe(container)).violations).toEqual([]);
});

it('makes those that are missing, in the folder of the others, and leaves them editable', async () => {
  const [first, ...missing] = ALERT_RULES;
  const { backend, user } = renderPage(<AlertsPage />, { routes: grafana([first.uid]) });
  await user.click(await screen.findByRole('button', { name: 'Create the missing rules' }));
  await waitFor(() => expect(screen.queryByText(/· not there/)).not.toBeInTheDocument());
  const made = backend.requests.filter(({ url, method }) => method === 'POST' && url.endsWith('/alert-rules'));
  expect(made.map(({ data }) => data.uid)).toEqual(missing.map(({ uid }) => uid));
  for (const { data, headers } of made) {
    expect(data).toMatchObject({ folderUID: 'f1', noDataState: 'OK' });
    expect(data.data[0].datasourceUid).toBe('cf');
    expect(headers).toEqual({ 'X-Disable-Provenance': 'true' });
  }
  expect(backend.requests.find(({ method }) => method === 'PUT')?.data).toMatchObject({ interval: 300 });
});

it('says who may make rules when the reader may not', async () => {
  const routes = {
    ...grafana(['cf_collector_down']),
    'POST /api/v1/provisioning/alert-rules': () => new HttpFailure(403, { message: 'Permission denied' }),
  };
  const { user } = renderPage(<AlertsPage />, { routes });
  await user.click(await screen.findByRole('button', { name: 'Create the missing rules' }));
  expect(await screen.findByText('Permission denied')).toBeInTheDocument();
});

it('sends a test message by the uid, without any secret', async () => {
  const { backend, user } = renderPage(<AlertsPage />, { routes: grafana([]) });
  await user.click(await screen.findByRole('button', { name: 'Send a test message to <b>Slack</b>' }));
  expect(await screen.findByText('The test message to <b>Slack</b> was sent.')).toBeInTheDocument();
  const { receivers } = backend.requests.at(-1)?.data ?? {};
  expect(receivers[0].grafana_managed_receiver_configs[0]).toMatchObject({ uid: 'cp', secureSettings: {} });
});
