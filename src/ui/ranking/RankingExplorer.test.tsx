import { useState } from 'react';
import { applyFieldOverrides, createTheme, type DataFrame } from '@grafana/data';
import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { comparisonFrames } from '../testing/comparisonFrames.ts';
import { giveElementsASize } from '../testing/layout.ts';
import { rankingFrame, TIED_ROWS } from '../testing/rankingFrame.ts';
import { DEFAULT_RANKING_OPTIONS, type RankingOptions, type RankingSet } from './model.ts';
import { RankingExplorer } from './RankingExplorer.tsx';
import { readRankings } from './readRankings.ts';

const theme = createTheme();

function Explorer({ set, options }: { set: RankingSet; options: RankingOptions }) {
  const [weights, setWeights] = useState({});
  return (
    <RankingExplorer set={set} options={options} weights={weights} onWeights={setWeights} width={900} height={500} />
  );
}

function show(frames: DataFrame[], options: Partial<RankingOptions> = {}) {
  const all = { ...DEFAULT_RANKING_OPTIONS, ...options };
  const data = applyFieldOverrides({
    data: frames,
    fieldConfig: { defaults: {}, overrides: [] },
    replaceVariables: (text) => text,
    theme,
  });
  const result = readRankings(data, all);
  if (!result.ok) {
    throw new Error(JSON.stringify(result.problem));
  }
  return render(<Explorer set={result.value} options={all} />);
}

const names = () => screen.getAllByRole('rowheader').map(({ textContent }) => textContent);

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

it('ranks by the metric that the reader picks', async () => {
  show(comparisonFrames());
  await userEvent.click(screen.getByRole('combobox', { name: 'Ranked by' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Error rate' }));
  expect(screen.getByRole('columnheader', { name: 'Error rate' })).toBeInTheDocument();
  expect(within(screen.getAllByRole('row')[1]).getByRole('img')).toHaveAccessibleName(/^3\.33%/);
});

it('weighs metrics, and says how far a weight may move', async () => {
  show(comparisonFrames());
  await userEvent.click(screen.getByRole('combobox', { name: 'Ranked by' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Weighted score' }));
  expect(screen.getByText(/describes the estimates and proves nothing/)).toBeInTheDocument();
  const slider = screen.getByRole('slider', { name: 'Task duration' });
  expect(slider).toHaveAccessibleDescription('50 %; same first from 0 % to 100 %');
  fireEvent.change(slider, { target: { value: '3' } });
  expect(await screen.findByText('75 %; same first from 0 % to 100 %')).toBeInTheDocument();
  fireEvent.change(slider, { target: { value: '0' } });
  expect(await screen.findByText('left out')).toBeInTheDocument();
  expect(screen.getByRole('status')).toHaveTextContent('First under weights drawn at random: mesh-1 100 %.');
});

it('searches and sorts', async () => {
  show([rankingFrame(TIED_ROWS)]);
  await userEvent.click(screen.getByRole('button', { name: 'Task duration' }));
  expect(screen.getByRole('columnheader', { name: 'Task duration' })).toHaveAttribute('aria-sort', 'ascending');
  await userEvent.click(screen.getByRole('button', { name: 'Task duration' }));
  expect(names()[0]).toContain('star-1');
  await userEvent.type(screen.getByRole('searchbox', { name: 'Search rows' }), 'mesh');
  expect(names()).toHaveLength(1);
});

it('shows movement in words, in brackets where it is not proven', () => {
  const then = {
    ...rankingFrame([...TIED_ROWS].reverse().map((row) => ({ ...row, rankLow: 1, rankHigh: 3 }))),
    refId: 'B',
  };
  show([rankingFrame(TIED_ROWS), then], { previous: 'B' });
  expect(screen.getByText('up by 2, place 1–3 before; the data do not prove it')).toBeInTheDocument();
  expect(screen.getByText('(▲ 2)')).toBeInTheDocument();
});

it('copies the rows, all of them', async () => {
  const user = userEvent.setup();
  // The clipboard is for pages that came safely, which Grafana's button looks at.
  Object.defineProperty(globalThis, 'isSecureContext', { value: true, configurable: true });
  show([rankingFrame(TIED_ROWS)], { limit: 1 });
  await user.click(screen.getByRole('button', { name: 'Copy CSV' }));
  expect((await navigator.clipboard.readText()).split('\r\n')).toHaveLength(5);
});

it('draws a thousand rows only where they are in sight', async () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({ id: `swarm-${index}`, value: index + 1 }));
  show([rankingFrame(rows)], { limit: 0 });
  expect(screen.getAllByRole('row').length).toBeLessThan(100);
  screen.getByRole('row', { name: /swarm-0 / }).focus();
  await userEvent.keyboard('{End}{PageUp}{ArrowDown}');
  expect(document.activeElement).toHaveAttribute('aria-rowindex', '992');
});

it('has no controls where the options say so', () => {
  show(comparisonFrames(), { showControls: false });
  expect(screen.queryByRole('searchbox')).not.toBeInTheDocument();
});

it('has no accessibility finding', async () => {
  const { container } = show(comparisonFrames());
  await userEvent.click(screen.getByRole('combobox', { name: 'Ranked by' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Weighted score' }));
  expect((await axe(container)).violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([]);
});
