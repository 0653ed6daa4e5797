import {
  applyFieldOverrides,
  createDataFrame,
  createTheme,
  FieldType,
  getDefaultTimeRange,
  type DataFrame,
} from '@grafana/data';
import { LegendDisplayMode } from '@grafana/schema';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { AnalysisClient } from '../analysis/AnalysisClient.ts';
import { anomaliesFrames, forecastFrames, SPIKE, spiky } from '../testing/anomaliesFrames.ts';
import { giveElementsASize } from '../testing/layout.ts';
import { AnomaliesView } from './AnomaliesView.tsx';
import { DEFAULT_ANOMALIES_OPTIONS, type AnomaliesOptions } from './model.ts';
import { readSeries } from './readSeries.ts';

// The drawing needs a canvas: browsers test it (tests/e2e/standalone/anomalies.spec.ts).
jest.mock('./SeriesPlot.tsx', () => ({ SeriesPlot: () => <div>drawing</div> }));

const LEGEND = { displayMode: LegendDisplayMode.List, placement: 'bottom', showLegend: true, calcs: [] } as const;
const noWorker = () => Promise.reject(new Error('none here'));

interface Shown {
  options?: Partial<AnomaliesOptions>;
  size?: { width: number; height: number };
  client?: AnalysisClient;
}

function show(frames: DataFrame[], { options = {}, size = { width: 900, height: 500 }, client }: Shown = {}) {
  const prepared = applyFieldOverrides({
    data: frames,
    fieldConfig: { defaults: {}, overrides: [] },
    replaceVariables: (text) => text,
    theme: createTheme(),
  });
  const result = readSeries(prepared);
  if (!result.ok) {
    throw new Error(JSON.stringify(result.problem));
  }
  const onZoom = jest.fn();
  const view = render(
    <AnomaliesView
      input={result.value}
      options={{ ...DEFAULT_ANOMALIES_OPTIONS, ...options }}
      legend={{ ...LEGEND, calcs: [] }}
      timeRange={getDefaultTimeRange()}
      timeZone="utc"
      onZoom={onZoom}
      client={client}
      {...size}
    />
  );
  return { ...view, onZoom };
}

/** As another data source would answer. */
function plain(name: string, values = spiky(name).values, thresholds: number[] = []): DataFrame {
  const steps = [{ value: -Infinity, color: 'green' }, ...thresholds.map((value) => ({ value, color: 'red' }))];
  return createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: spiky(name).times.slice(0, values.length) },
      {
        name,
        type: FieldType.number,
        values,
        config: { unit: 'ms', thresholds: { mode: 'absolute', steps } as never },
      },
    ],
  });
}

const summary = () => screen.findByTestId('data-testid claude-flow anomalies-summary');

beforeEach(giveElementsASize);
afterEach(() => jest.restoreAllMocks());

it('says what stands out and lists each incident with its figures and reason', async () => {
  show(anomaliesFrames(['mesh-1', 'ring-1']));
  expect(await summary()).toHaveTextContent(
    /^Incidents: 2, in 2 of 2 series\. The worst: mesh-1 too high, critical, 2026-01-01 02:30:00\.$/
  );
  const items = within(screen.getByRole('region', { name: 'Incidents' })).getAllByRole('listitem');
  expect(items).toHaveLength(2);
  expect(items[0]).toHaveTextContent(/mesh-1 too high, critical: 50\d ms, 2026-01-01 02:30:00 to .*expected/);
});

it('finds the same in plain numbers of any data source', async () => {
  const { container } = show([plain('mesh-1'), plain('ring-1')]);
  expect(await summary()).toHaveTextContent(/^Incidents: 2, in 2 of 2 series\. The worst: mesh-1 too high, critical/);
  expect((await axe(container)).violations).toEqual([]);
});

it('zooms to the time around an incident, by keyboard too', async () => {
  const { onZoom } = show(anomaliesFrames(['mesh-1']));
  const button = await screen.findByRole('button', { name: /Show the time around the incident of mesh-1/ });
  button.focus();
  await userEvent.keyboard('{Enter}');
  const at = spiky('x').times[SPIKE];
  expect(onZoom).toHaveBeenCalledWith({ from: at - 60_000, to: at + 60_000 });
});

it('says when a forecast reaches the thresholds of the field', async () => {
  const rising = Array.from({ length: 60 }, (_, row) => row);
  show([plain('queue', rising, [59, 62, 1000])]);
  const notices = await screen.findByRole('list', { name: 'Notices' });
  expect(notices).toHaveTextContent('queue has reached 59 ms.');
  expect(notices).toHaveTextContent(/queue is expected at 62 ms by 2026-01-01 01:0/);
  expect(notices).toHaveTextContent('queue is not expected to reach 1 s within the forecast.');
});

it('says why nothing can be said', async () => {
  show([plain('queue', [1, 2, 3])]);
  expect(await summary()).toHaveTextContent('Nothing can be said of these series.');
  expect(screen.getByRole('list', { name: 'Notices' })).toHaveTextContent(
    'queue: nothing can be said, 3 values, at least 31 are needed.'
  );
});

it('keeps what there is to say within reach where there is no room for it', async () => {
  show([plain('queue', [1, 2, 3])], { size: { width: 200, height: 150 } });
  await summary();
  expect(screen.queryByRole('list', { name: 'Notices' })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: /Show what there is to say/ }));
  expect(await screen.findByText(/queue: nothing can be said/)).toBeInTheDocument();
});

it('shows notices without the list of incidents, too', async () => {
  show([...anomaliesFrames(['mesh-1']), ...forecastFrames(['mesh-1'])], { options: { showIncidents: false } });
  await summary();
  expect(screen.queryByRole('region', { name: 'Incidents' })).not.toBeInTheDocument();
  expect(screen.getByRole('list', { name: 'Notices' })).toHaveTextContent(/mesh-1 is not expected to reach 50 ms/);
});

it('shows an empty list of incidents as what it is, without a drawing', async () => {
  const [, incidents] = anomaliesFrames(['mesh-1']);
  show([{ ...incidents, length: 0, fields: incidents.fields.map((field) => ({ ...field, values: [] })) }]);
  expect(await summary()).toHaveTextContent('No incidents in this time range.');
  expect(screen.queryByText('drawing')).not.toBeInTheDocument();
});

it('says how much is being analysed, and in words of the analysis what is wrong with an option', async () => {
  show([plain('mesh-1')], { options: { sensitivity: -1 }, client: new AnalysisClient(noWorker) });
  expect(screen.getByText('Analysing 200 values…')).toBeInTheDocument();
  expect(await screen.findByRole('alert')).toHaveTextContent(/sensitivity/);
});

it('shows a name that is markup as text', async () => {
  const name = '<img src=x onerror=alert(1)>';
  const { container } = show([plain(name)]);
  expect(await summary()).toHaveTextContent(name);
  expect(container.querySelector('img')).toBeNull();
});
