import { render, screen } from '@testing-library/react';
import { giveElementsASize } from '../../ui/testing/layout.ts';
import { rankingFrame, TIED_ROWS } from '../../ui/testing/rankingFrame.ts';
import { queryAnswer } from '../testing/queryAnswer.ts';
import { installGrafana, ROUTE } from '../testing/renderPage.tsx';
import SwarmRanking from './SwarmRanking.tsx';
import type { SwarmRankingProps } from './types.ts';

const ROUTES = { [ROUTE.query]: () => queryAnswer([rankingFrame(TIED_ROWS)]) };

beforeAll(giveElementsASize);

/** Shows it twice, as a host that makes its props anew. */
async function show(props: SwarmRankingProps, uids?: string[]) {
  const backend = installGrafana(ROUTES, uids);
  const { rerender } = render(<SwarmRanking {...props} />);
  await screen.findAllByText(/\S/);
  rerender(<SwarmRanking {...props} swarms={props.swarms && [...props.swarms]} />);
  return backend;
}

it('ranks the swarms that a page names by the metric that it names, and asks once', async () => {
  const backend = await show({ swarms: ['a', 'b'], metric: 'error_rate', from: 1000, to: 2000 });
  expect(await screen.findByRole('rowheader', { name: /ring-1/ })).toBeInTheDocument();
  expect(backend.requests).toHaveLength(1);
  expect(backend.requests[0].data).toMatchObject({
    from: '1000',
    to: '2000',
    queries: [{ type: 'ranking', metric: 'error_rate', swarms: ['a', 'b'] }],
  });
});

it('needs nothing but a data source', async () => {
  const backend = await show({});
  expect(await screen.findByRole('rowheader', { name: /ring-1/ })).toBeInTheDocument();
  expect(backend.requests[0].data.queries[0]).toMatchObject({ metric: 'task_duration', swarms: [] });
});

it('says what to do where there is none', async () => {
  await show({}, []);
  expect(await screen.findByText('No Claude-Flow Performance data source yet')).toBeInTheDocument();
});
