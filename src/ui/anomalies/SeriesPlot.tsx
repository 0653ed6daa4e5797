import { useMemo, useState } from 'react';
import { dateTime, type DataFrame, type TimeRange } from '@grafana/data';
import { DashboardCursorSync, type VizLegendOptions, type TimeZone } from '@grafana/schema';
import { TimeSeries, TooltipPlugin2, usePanelContext, useTheme2 } from '@grafana/ui';
import type { FoundIncident } from './describe.ts';
import { IncidentRegions } from './IncidentRegions.tsx';
import type { AnalysedSeries, AnomaliesOptions } from './model.ts';
import { plotFrames, type Plot } from './plotFrames.ts';
import { PointTooltip } from './PointTooltip.tsx';

/** Every line under the cursor: the enum of the same meaning exists for the compiler alone. */
const HOVER_ALL = 1;

interface Props {
  series: readonly AnalysedSeries[];
  incidents: readonly FoundIncident[];
  options: AnomaliesOptions;
  legend: VizLegendOptions;
  timeRange: TimeRange;
  timeZone: TimeZone;
  width: number;
  height: number;
  onZoom: (range: { from: number; to: number }) => void;
}

/** The series with what was expected and what is to come, as Grafana draws time series. */
export function SeriesPlot({ series, incidents, options, legend, timeRange, timeZone, width, height, onZoom }: Props) {
  const theme = useTheme2();
  const { sync, eventsScope } = usePanelContext();
  const { calcs } = legend;
  const plot = useMemo(() => plotFrames(series, options, theme, calcs), [series, options, theme, calcs]);
  const structureRev = useStructure(plot, options);
  const shownRange = useMemo(() => withForecast(timeRange, series), [timeRange, series]);
  const region = useMemo(() => (options.showIncidents ? incidents : []), [options.showIncidents, incidents]);
  return (
    <TimeSeries
      frames={plot.frames}
      structureRev={structureRev}
      timeRange={shownRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={legend}
      options={options}
    >
      {(config, aligned: DataFrame) => (
        <>
          <IncidentRegions config={config} incidents={region} />
          <TooltipPlugin2
            config={config}
            hoverMode={HOVER_ALL}
            syncMode={sync?.() ?? DashboardCursorSync.Off}
            syncScope={eventsScope}
            queryZoom={onZoom}
            clientZoom
            getDataLinks={(column, row) => linksOf(aligned, column, row)}
            render={(_, rows, __, isPinned, ___, ____, _____, links) => (
              <PointTooltip
                aligned={aligned}
                plot={plot}
                series={series}
                incidents={incidents}
                rows={rows}
                timeZone={timeZone}
                links={links}
                isPinned={isPinned}
              />
            )}
          />
        </>
      )}
    </TimeSeries>
  );
}

function linksOf(aligned: DataFrame, column: number, row: number) {
  const field = aligned.fields[column];
  // Rows of a drawing are not those of the data, but the value is the same.
  return field?.getLinks?.({ calculatedValue: field.display?.(field.values[row]) }) ?? [];
}

/** A number that changes when other lines are to be drawn than before: only then the drawing is set up anew. */
function useStructure({ frames }: Plot, options: AnomaliesOptions): number {
  const key = useMemo(
    () => JSON.stringify(frames.map(({ fields }) => fields.map(({ name, config }) => [name, config]))),
    [frames]
  );
  const [last, setLast] = useState({ key, options, rev: 0 });
  if (key === last.key && options === last.options) {
    return last.rev;
  }
  const rev = last.rev + 1;
  setLast({ key, options, rev });
  return rev;
}

/** The time of the dashboard, made longer by what is forecast from within it. */
function withForecast(range: TimeRange, series: readonly AnalysedSeries[]): TimeRange {
  const from = range.from.valueOf();
  const to = range.to.valueOf();
  const ends = series.flatMap(({ points, forecast }) => {
    const [start, end] = [points?.times.at(-1) ?? forecast?.times[0], forecast?.times.at(-1)];
    return start !== undefined && end !== undefined && start >= from && start <= to ? [end] : [];
  });
  const last = Math.max(to, ...ends);
  return last === to ? range : { ...range, to: dateTime(last) };
}
