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
import userEvent from '@testing-library/user-event';
import { comparisonFrames } from '../ui/testing/comparisonFrames.ts';
import { giveElementsASize } from '../ui/testing/layout.ts';
import { ComparisonPanel } from './ComparisonPanel.tsx';
import type { SavedComparisonOptions } from './options.ts';

interface Shown {
  options?: SavedComparisonOptions;
  noValue?: string;
  state?: LoadingState;
  variables?: Record<string, string>;
}

function show(series: DataFrame[], { options = {}, noValue, state = LoadingState.Done, variables = {} }: Shown = {}) {
  const timeRange = getDefaultTimeRange();
  const props: PanelProps<SavedComparisonOptions> = {
    id: 1,
    title: 'Comparison',
    data: { state, series, timeRange },
    options,
    fieldConfig: { defaults: { noValue }, overrides: [] },
    width: 800,
    height: 400,
    timeRange,
    timeZone: 'utc',
    transparent: false,
    renderCounter: 0,
    eventBus: new EventBusSrv(),
    replaceVariables: (text) => variables[text] ?? text,
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
    onChangeTimeRange: () => undefined,
  };
  return render(<ComparisonPanel {...props} />);
}

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

it('compares what the data bring, without any option set', () => {
  show(comparisonFrames());
  expect(screen.getByRole('rowheader', { name: /mesh-1/ })).toBeInTheDocument();
});

it('takes its baseline from a dashboard variable, and none from one that means all', () => {
  const { unmount } = show(comparisonFrames(), { options: { baseline: '$swarm' }, variables: { $swarm: 'ring-1' } });
  expect(screen.getByRole('columnheader', { name: 'Against ring-1' })).toBeInTheDocument();
  unmount();
  show(comparisonFrames(), { options: { baseline: '$swarm' }, variables: { $swarm: '{ring-1,mesh-1}' } });
  expect(screen.queryByRole('columnheader', { name: /Against/ })).not.toBeInTheDocument();
  expect(screen.queryByText(/is not in the data/)).not.toBeInTheDocument();
});

it('shows the comparisons of several queries one at a time', async () => {
  show([...comparisonFrames({}, 'A'), ...comparisonFrames({ baseline: 'mesh-1' }, 'B')]);
  expect(screen.getByRole('combobox', { name: 'Baseline' })).toBeEnabled();
  await userEvent.click(screen.getByRole('combobox', { name: 'Query' }));
  await userEvent.click(await screen.findByRole('option', { name: 'B' }));
  expect(screen.getByRole('combobox', { name: 'Baseline' })).toBeDisabled();
});

it('names the field that is missing, and those that there are', () => {
  show([createDataFrame({ fields: [{ name: 'team', type: FieldType.string, values: ['x'] }] })]);
  expect(screen.getByText(/"value" \(number\) is missing\..* The data have: team\./)).toBeInTheDocument();
});

it('says that there is no data, in the words of the panel where it has some', () => {
  show([]);
  expect(screen.getByText(/No data: nothing to compare/)).toBeInTheDocument();
  show([], { noValue: 'All quiet' });
  expect(screen.getByText(/All quiet/)).toBeInTheDocument();
});

it('waits while the first answer is on its way', () => {
  show([], { state: LoadingState.Loading });
  expect(screen.getByText('Waiting for data…')).toBeInTheDocument();
});
