import {
  createDataFrame,
  EventBusSrv,
  FieldType,
  getDefaultTimeRange,
  LoadingState,
  type DataFrame,
  type PanelProps,
} from '@grafana/data';
import { render, screen } from '@testing-library/react';
import { rankingFrame, TIED_ROWS } from '../ui/testing/rankingFrame.ts';
import type { SavedRankingOptions } from './options.ts';
import { RankingPanel } from './RankingPanel.tsx';

function show(
  series: DataFrame[],
  { options = {}, noValue }: { options?: SavedRankingOptions; noValue?: string } = {}
) {
  const timeRange = getDefaultTimeRange();
  const props: PanelProps<SavedRankingOptions> = {
    id: 1,
    title: 'Ranking',
    data: { state: LoadingState.Done, series, timeRange },
    options,
    fieldConfig: { defaults: { noValue }, overrides: [] },
    width: 400,
    height: 300,
    timeRange,
    timeZone: 'utc',
    transparent: false,
    renderCounter: 0,
    eventBus: new EventBusSrv(),
    replaceVariables: (text) => text,
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
    onChangeTimeRange: () => undefined,
  };
  return render(<RankingPanel {...props} />);
}

it('shows the ranking of the data', () => {
  show([rankingFrame(TIED_ROWS)]);
  expect(screen.getByRole('rowheader', { name: /mesh-1/ })).toBeInTheDocument();
  expect(screen.getAllByRole('row')).toHaveLength(4);
});

it('obeys its options', () => {
  show([rankingFrame(TIED_ROWS)], { options: { limit: 1, showSamples: false } });
  expect(screen.getAllByRole('row')).toHaveLength(2);
  expect(screen.queryByRole('columnheader', { name: 'n' })).not.toBeInTheDocument();
});

it('names the field that is missing', () => {
  show([rankingFrame(TIED_ROWS, { without: ['value'] })]);
  expect(screen.getByText(/"value" \(number\) is missing/)).toBeInTheDocument();
  expect(screen.queryByRole('table')).not.toBeInTheDocument();
});

it('says what it needs when a frame has no number', () => {
  show([createDataFrame({ fields: [{ name: 'a', type: FieldType.string, values: ['x'] }] })]);
  expect(screen.getByText(/needs a number for each row/)).toBeInTheDocument();
});

it.each([[[]], [[createDataFrame({ fields: [] })]], [[rankingFrame([])]]])('says that there is no data', (series) => {
  show(series);
  expect(screen.getByText(/No data: no swarm has a value/)).toBeInTheDocument();
});

it('says what the panel is told to say when there is no data', () => {
  show([], { noValue: 'All quiet' });
  expect(screen.getByText(/All quiet/)).toBeInTheDocument();
});
