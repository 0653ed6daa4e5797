import { useMemo } from 'react';
import type { PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { problemText } from '../ui/ranking/describe.ts';
import { RankingExplorer } from '../ui/ranking/RankingExplorer.tsx';
import { readRankings } from '../ui/ranking/readRankings.ts';
import { readRankingOptions, readWeights } from './migrations.ts';
import type { SavedRankingOptions } from './options.ts';

export function RankingPanel({
  id,
  data,
  options,
  fieldConfig,
  width,
  height,
  onOptionsChange,
}: PanelProps<SavedRankingOptions>) {
  const current = useMemo(() => readRankingOptions(options), [options]);
  const weights = useMemo(() => readWeights(options), [options]);
  const result = useMemo(() => readRankings(data.series, current), [data.series, current]);
  if (result.ok) {
    return (
      <RankingExplorer
        set={result.value}
        options={current}
        weights={weights}
        onWeights={(changed) => onOptionsChange({ ...options, weights: changed })}
        width={width}
        height={height}
      />
    );
  }
  const { problem } = result;
  return (
    <PanelDataErrorView
      panelId={id}
      data={data}
      fieldConfig={fieldConfig}
      message={
        problem.kind === 'no-data' ? (fieldConfig.defaults.noValue ?? problemText(problem)) : problemText(problem)
      }
      needsNumberField
      needsStringField
    />
  );
}
