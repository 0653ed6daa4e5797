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
import { anomaliesFrames } from '../ui/testing/anomaliesFrames.ts';
import { giveElementsASize } from '../ui/testing/layout.ts';
import { AnomaliesPanel } from './AnomaliesPanel.tsx';
import type { SavedAnomaliesOptions } from './options.ts';

// The drawing needs a canvas: browsers test it (tests/e2e/standalone/anomalies.spec.ts).
jest.mock('../ui/anomalies/SeriesPlot.tsx', () => ({ SeriesPlot: () => <div>drawing</div> }));

interface Shown {
  options?: SavedAnomaliesOptions;
  noValue?: string;
  state?: LoadingState;
}

function show(series: DataFrame[], { options = {}, noValue, state = LoadingState.Done }: Shown = {}) {
  const timeRange = getDefaultTimeRange();
  const props: PanelProps<SavedAnomaliesOptions> = {
    id: 1,
    title: 'Anomalies',
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
    replaceVariables: (text) => text,
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
    onChangeTimeRange: () => undefined,
  };
  return render(<AnomaliesPanel {...props} />);
}

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

it('shows what the data bring, without any option set', async () => {
  show(anomaliesFrames(['mesh-1']));
  expect(await screen.findByText(/^Incidents: 1, in 1 of 1 series\./)).toBeInTheDocument();
});

it('names the field that is missing, and those that there are', () => {
  const time = { name: 'when', type: FieldType.time, values: [1] };
  show([createDataFrame({ fields: [time, { name: 'team', type: FieldType.string, values: ['x'] }] })]);
  expect(screen.getByText(/A field of numbers is missing\. The data have: when, team\./)).toBeInTheDocument();
  show([createDataFrame({ fields: [{ name: 'cost', type: FieldType.number, values: [1] }] })]);
  expect(screen.getByText(/A time field is missing: ask the query for a time series\./)).toBeInTheDocument();
});

it('says that there is no data, in the words of the panel where it has some', () => {
  show([]);
  expect(screen.getByText(/No data: nothing to analyse/)).toBeInTheDocument();
  show([], { noValue: 'All quiet' });
  expect(screen.getByText(/All quiet/)).toBeInTheDocument();
});

it('waits while the first answer is on its way', () => {
  show([], { state: LoadingState.Loading });
  expect(screen.getByText('Waiting for data…')).toBeInTheDocument();
});
