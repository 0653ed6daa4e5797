import { useCallback, useMemo, useState } from 'react';
import { applyFieldOverrides, FieldColorModeId, type DataFrame } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, InlineField, LoadingPlaceholder, useTheme2 } from '@grafana/ui';
import { isComparable, METRICS } from '../../../core/metrics/catalogue.ts';
import { buildRanking } from '../../../ui/ranking/buildRanking.ts';
import { problemText } from '../../../ui/ranking/describe.ts';
import { DEFAULT_RANKING_OPTIONS } from '../../../ui/ranking/model.ts';
import { RankingView } from '../../../ui/ranking/RankingView.tsx';
import type { PerformanceApi, Window } from '../../api/types.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { useLoad } from '../../hooks/useLoad.ts';

const METRIC_CHOICES = METRICS.filter(isComparable).map(({ id, name }) => ({ value: id, label: name }));

interface Props {
  api: PerformanceApi;
  window: Window;
  /** To begin with. */
  metric?: string;
  /** None means all. */
  swarms?: readonly string[];
}

/** The swarms ranked by a metric of the reader's choice. */
export function RankingSection({ api, window, metric: first = 'task_duration', swarms = [] }: Props) {
  const [metric, setMetric] = useState(first);
  // By what it holds: the list may be made anew whenever a page renders.
  const named = JSON.stringify(swarms);
  const load = useCallback(
    () => api.query({ type: 'ranking', metric, swarms: readNames(named) }, window),
    [api, metric, named, window]
  );
  const { value: frames, error, reload } = useLoad(load);
  const picker = (
    <InlineField label={t('overview.metric', 'Ranked by')}>
      <Combobox
        id="ranking-metric"
        options={METRIC_CHOICES}
        value={metric}
        onChange={({ value }) => setMetric(value)}
        width={30}
      />
    </InlineField>
  );
  return (
    <Section title={t('overview.ranking', 'Ranking')} actions={picker}>
      {error && <ErrorState error={error} onRetry={reload} />}
      {!error && !frames && <LoadingPlaceholder text={t('overview.ranking-loading', 'Ranking the swarms…')} />}
      {!error && frames && <RankingFrames frames={frames} />}
    </Section>
  );
}

function readNames(named: string): string[] {
  const names: unknown = JSON.parse(named);
  return Array.isArray(names) ? names.map(String) : [];
}

function RankingFrames({ frames }: { frames: DataFrame[] }) {
  const theme = useTheme2();
  const result = useMemo(() => {
    const prepared = applyFieldOverrides({
      data: frames,
      fieldConfig: { defaults: { color: { mode: FieldColorModeId.Fixed, fixedColor: 'blue' } }, overrides: [] },
      replaceVariables: (text) => text,
      theme,
    });
    return buildRanking(prepared, DEFAULT_RANKING_OPTIONS);
  }, [frames, theme]);
  return result.ok ? (
    <RankingView ranking={result.value} options={DEFAULT_RANKING_OPTIONS} demoBanner={false} />
  ) : (
    <p>{problemText(result.problem)}</p>
  );
}
