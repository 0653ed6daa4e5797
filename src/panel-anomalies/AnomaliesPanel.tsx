import { useMemo } from 'react';
import { LoadingState, type PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PanelDataErrorView } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';
import { AnomaliesView } from '../ui/anomalies/AnomaliesView.tsx';
import { problemText } from '../ui/anomalies/describe.ts';
import { readSeries } from '../ui/anomalies/readSeries.ts';
import { readAnomaliesOptions, readLegend } from './migrations.ts';
import type { SavedAnomaliesOptions } from './options.ts';

export function AnomaliesPanel({
  id,
  data,
  options,
  fieldConfig,
  width,
  height,
  timeRange,
  timeZone,
  onChangeTimeRange,
}: PanelProps<SavedAnomaliesOptions>) {
  const current = useMemo(() => readAnomaliesOptions(options), [options]);
  const legend = useMemo(() => readLegend(options), [options]);
  const result = useMemo(() => readSeries(data.series), [data.series]);
  if (result.ok) {
    return (
      <AnomaliesView
        input={result.value}
        options={current}
        legend={legend}
        timeRange={timeRange}
        timeZone={timeZone}
        width={width}
        height={height}
        onZoom={onChangeTimeRange}
      />
    );
  }
  const { problem } = result;
  if (problem.kind === 'no-data' && data.state === LoadingState.Loading) {
    return <LoadingPlaceholder text={t('panel.waiting', 'Waiting for data…')} />;
  }
  const text = problemText(problem);
  return (
    <PanelDataErrorView
      panelId={id}
      data={data}
      fieldConfig={fieldConfig}
      message={problem.kind === 'no-data' ? (fieldConfig.defaults.noValue ?? text) : text}
      needsTimeField
      needsNumberField
    />
  );
}
