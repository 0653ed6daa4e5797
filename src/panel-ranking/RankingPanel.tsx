import { useMemo } from 'react';
import type { PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { buildRanking } from '../ui/ranking/buildRanking.ts';
import { problemText } from '../ui/ranking/describe.ts';
import { RankingView } from '../ui/ranking/RankingView.tsx';
import { readRankingOptions } from './migrations.ts';
import type { SavedRankingOptions } from './options.ts';

export function RankingPanel({ id, data, options, fieldConfig, height }: PanelProps<SavedRankingOptions>) {
  const current = useMemo(() => readRankingOptions(options), [options]);
  const result = useMemo(() => buildRanking(data.series, current), [data.series, current]);
  if (result.ok) {
    return <RankingView ranking={result.value} options={current} height={height} />;
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
