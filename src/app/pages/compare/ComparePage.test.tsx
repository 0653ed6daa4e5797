import { createDataFrame, FieldType } from '@grafana/data';
import { screen, waitFor } from '@testing-library/react';
import { axe } from 'jest-axe';
import { giveElementsASize } from '../../../ui/testing/layout.ts';
import { FramedPage as mockFramedPage } from '../../testing/FramedPage.tsx';
import { queryAnswer } from '../../testing/queryAnswer.ts';
import { renderPage, ROUTE } from '../../testing/renderPage.tsx';
import { BARE, MEASURED } from '../../testing/swarms.ts';
import ComparePage from './ComparePage.tsx';
import { safeForSheets } from './safeForSheets.ts';

// The package holds an empty shell of the page's frame, which Grafana fills at its start.
jest.mock('@grafana/runtime', () => ({ ...jest.requireActual('@grafana/runtime'), PluginPage: mockFramedPage }));
beforeAll(() => giveElementsASize());

const REASON = 'mesh-1 is proven faster than star-1 and not proven worse on anything.';
const pairs = createDataFrame({
  name: 'pairs',
  meta: {
    custom: { overallWinner: { id: 'mesh-1', reason: REASON } },
    notices: [{ severity: 'warning', text: 'Few samples.' }],
  },
  fields: [
    { name: 'metric', type: FieldType.string, values: ['task_duration'] },
    { name: 'candidate', type: FieldType.string, values: ['=cmd()'] },
    { name: 'verdict', type: FieldType.string, values: ['worse'] },
    { name: 'shift', type: FieldType.number, values: [-3] },
  ],
});
const estimates = createDataFrame({
  name: 'estimates',
  fields: [{ name: 'metric', type: FieldType.string, values: ['task_duration'] }],
});

const routes = {
  [ROUTE.swarms]: () => ({ swarms: [MEASURED, BARE] }),
  [ROUTE.query]: () => queryAnswer([pairs, estimates]),
};

it('tells the finding in a sentence, the pairs, and what to be careful of', async () => {
  const { container } = renderPage(<ComparePage />, { routes });
  expect(await screen.findByText(REASON)).toBeInTheDocument();
  expect(screen.getByText(/Few samples\./)).toBeInTheDocument();
  expect(screen.getByRole('row', { name: 'task_duration =cmd() worse -3' })).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Pairs as CSV' })).toBeEnabled();
  expect((await axe(container)).violations).toEqual([]);
});

it('asks what its address says, and keeps a choice there', async () => {
  const { backend, user } = renderPage(<ComparePage />, { routes, url: '/?swarm=mesh-1&swarm=star-1&metric=cost_usd' });
  await screen.findByText(REASON);
  expect(backend.requests.at(-1)?.data.queries[0]).toMatchObject({
    swarms: ['mesh-1', 'star-1'],
    metrics: ['cost_usd'],
  });
  await user.click(screen.getByRole('combobox', { name: /Baseline/ }));
  await user.click(await screen.findByRole('option', { name: 'star-1' }));
  await waitFor(() => expect(screen.getByLabelText('address')).toHaveTextContent('baseline=star-1'));
  await waitFor(() => expect(backend.requests.at(-1)?.data.queries[0]).toMatchObject({ baseline: 'star-1' }));
});

it('gives a spreadsheet no formula, and leaves numbers as they are', () => {
  const [, candidate, , shift] = safeForSheets(pairs).fields;
  expect([candidate.values[0], shift.values[0]]).toEqual(["'=cmd()", -3]);
});
