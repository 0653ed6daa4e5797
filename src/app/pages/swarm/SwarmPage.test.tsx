import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';
import type { BackendSrvRequest } from '@grafana/runtime';
import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { Route, Routes } from 'react-router-dom';
import { HttpFailure } from '../../../ui/testing/fakeBackend.ts';
import { swarmUrl } from '../../constants.ts';
import { FramedPage as mockFramedPage } from '../../testing/FramedPage.tsx';
import { queryAnswer } from '../../testing/queryAnswer.ts';
import { renderPage, ROUTE } from '../../testing/renderPage.tsx';
import SwarmPage from './SwarmPage.tsx';

// The package holds an empty shell of the page's frame, which Grafana fills at its start.
jest.mock('@grafana/runtime', () => ({ ...jest.requireActual('@grafana/runtime'), PluginPage: mockFramedPage }));

const HOSTILE = '<img src=x onerror=alert(1)>/?#% \u202Eevil';
const NOON = 1_700_000_000_000;

const frame = (name: string, values: Record<string, unknown[]>): DataFrame =>
  createDataFrame({
    name,
    fields: Object.entries(values).map(([field, column]) => ({
      name: field,
      values: column,
      type: field.endsWith('_at')
        ? FieldType.time
        : typeof column[0] === 'number'
          ? FieldType.number
          : FieldType.string,
    })),
  });

/** What the collector answers to the query that a page asks. */
function answerTo({ data }: BackendSrvRequest) {
  const [query] = data.queries;
  switch (query.type) {
    case 'swarms':
      return queryAnswer([frame('swarms', { swarm_id: [HOSTILE], tasks: [2] })]);
    case 'tasks':
      return queryAnswer([
        frame('tasks', {
          id: ['t-1', 't-2'],
          ended_at: [NOON, NOON + 60_000],
          kind: ['task', 'subagent'],
          status: ['completed', 'failed'],
          duration: [30_000, null],
          agent_id: ['coder', ''],
        }),
      ]);
    case 'anomalies':
      return queryAnswer([frame('incidents', { title: [], text: [] })]);
    default:
      return queryAnswer([
        frame(query.metric, {
          agent_id: ['coder', ''],
          [query.metric]: query.metric === 'cost_usd' ? [1.5, null] : [3, 4],
        }),
      ]);
  }
}

const page = (
  <Routes>
    <Route path="/a/claudeflow-performance-app/swarms/:id" element={<SwarmPage />} />
  </Routes>
);

it('shows work, agents and cost of the swarm in its address, whatever it is called', async () => {
  const { backend, container } = renderPage(page, { routes: { [ROUTE.query]: answerTo }, url: swarmUrl(HOSTILE) });
  const tasks = await screen.findByRole('table', { name: 'Tasks' });
  expect(within(tasks).getByRole('row', { name: /task completed 30000 coder t-1/ })).toBeInTheDocument();
  const agents = await screen.findByRole('table', { name: 'Agents and sub-agents' });
  expect(within(agents).getByRole('row', { name: /^coder 3 3 3 3 1.50 3$/ })).toBeInTheDocument();
  expect(within(agents).getByRole('row', { name: /^\(no agent named\) 4 4 4 4 not known 4$/ })).toBeInTheDocument();
  expect(screen.getByRole('img', { name: 'coder: finished 1, of them failed 0' })).toBeInTheDocument();
  expect(screen.getByText(/Nothing unusual was shown/)).toBeInTheDocument();
  expect(container.querySelector('img[src]')).toBeNull();
  for (const { data } of backend.requests) {
    expect(data.queries[0].swarms).toEqual([HOSTILE]);
  }
  expect((await axe(container)).violations).toEqual([]);
});

it('says what is wrong where an answer is missing, and shows the rest', async () => {
  const fails = (request: BackendSrvRequest) => {
    if (request.data.queries[0].type === 'tasks') {
      throw new HttpFailure(502, { message: 'Nothing answers at 127.0.0.1:3001.' });
    }
    return answerTo(request);
  };
  renderPage(page, { routes: { [ROUTE.query]: fails }, url: swarmUrl('a') });
  expect(await screen.findByText('Nothing answers at 127.0.0.1:3001.')).toBeInTheDocument();
  expect(await screen.findByRole('table', { name: 'Key figures' })).toBeInTheDocument();
});

it.each([
  ['mesh-1', '/mesh-1'],
  ['..', '/-?id=..'],
  ['a/b', '/-?id=a%2Fb'],
  ['50%25', '/-?id=50%2525'],
])('has an address that no router reads otherwise: "%s"', (id, end) => {
  expect(swarmUrl(id)).toBe(`/a/claudeflow-performance-app/swarms${end}`);
});
