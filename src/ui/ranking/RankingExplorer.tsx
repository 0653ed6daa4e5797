import { useDeferredValue, useMemo, useState } from 'react';
import { t } from '@grafana/i18n';
import { arrange } from './arrange.ts';
import type { RankingOptions, RankingSet, SortBy } from './model.ts';
import { RankingToolbar } from './RankingToolbar.tsx';
import { RankingView } from './RankingView.tsx';
import { groupsOf, scorable, score, SCORE, type Weights } from './score.ts';
import { WeightsEditor } from './WeightsEditor.tsx';

interface Props {
  set: RankingSet;
  options: RankingOptions;
  weights: Weights;
  onWeights: (weights: Weights) => void;
  width: number;
  height: number;
}

/** Smaller panels show the ranking alone. */
const LEAST_FOR_CONTROLS = { width: 300, height: 200 };

/** A ranking whose reader can choose the metric, weigh metrics, search, sort and copy. */
export function RankingExplorer({ set, options, weights, onWeights, width, height }: Props) {
  const [by, setBy] = useState('');
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<SortBy>();
  const [wanted, setBaseline] = useState<string>();
  const parts = useMemo(() => scorable(set.metrics), [set]);
  const groups = useMemo(() => groupsOf(parts), [parts]);
  const baseline = wanted !== undefined && groups.includes(wanted) ? wanted : firstMeasured(parts, groups);
  const byScore = by === SCORE && parts.length > 0;
  // The sliders answer at once; the rows follow when there is time.
  const settled = useDeferredValue(weights);
  const scored = useMemo(
    () => (byScore ? score(parts, settled, baseline) : undefined),
    [byScore, parts, settled, baseline]
  );
  const metric = scored?.ranking ?? set.metrics.find(({ id }) => id === by) ?? set.metrics[0];
  const needle = useDeferredValue(search);
  const ranking = useMemo(
    () => arrange(metric, set, { options, search: needle, sort }),
    [metric, set, options, needle, sort]
  );
  const roomy = width >= LEAST_FOR_CONTROLS.width && height >= LEAST_FOR_CONTROLS.height;
  const controls = options.showControls && roomy && (
    <>
      <RankingToolbar
        choices={choicesOf(set, parts.length > 0)}
        chosen={byScore ? SCORE : metric.id}
        onChoose={(id) => {
          setBy(id);
          setSort(undefined);
        }}
        search={search}
        onSearch={setSearch}
        all={() => arrange(metric, set, { options: { ...options, limit: 0 }, search, sort })}
      />
      {byScore && (
        <WeightsEditor
          metrics={parts}
          weights={weights}
          onWeights={onWeights}
          baseline={baseline}
          groups={groups}
          onBaseline={setBaseline}
          scored={scored}
        />
      )}
    </>
  );
  return <RankingView ranking={ranking} options={options} height={height} controls={controls} onSort={setSort} />;
}

function choicesOf({ metrics }: RankingSet, withScore: boolean) {
  const choices = metrics.map(({ id, name }) => ({
    value: id,
    label: name === '' ? t('ranking.toolbar.value', 'Value') : name,
  }));
  return withScore ? [...choices, { value: SCORE, label: t('ranking.score.name', 'Weighted score') }] : choices;
}

/** The first group that has a value on every metric: all others then get a score as well where they can. */
function firstMeasured(metrics: ReturnType<typeof scorable>, groups: readonly string[]): string {
  const measured = metrics.map(
    ({ data }) => new Set(data.rows.filter(({ value }) => value !== null && value > 0).map(({ name }) => name))
  );
  return groups.find((group) => measured.every((names) => names.has(group))) ?? groups[0] ?? '';
}
