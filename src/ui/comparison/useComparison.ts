import { useMemo } from 'react';
import type { QueryResultMetaNotice } from '@grafana/data';
import { t } from '@grafana/i18n';
import { noticesOf } from '../../core/query/comparisonTables.ts';
import type { Comparison } from '../../core/compare/types.ts';
import { analysisClient } from '../analysis/client.ts';
import type { AnalysisClient } from '../analysis/AnalysisClient.ts';
import { useLatest, type Latest } from '../analysis/useLatest.ts';
import { collectNotices } from '../frames/meta.ts';
import { shorten, verbatim } from '../text.ts';
import { ofType } from './readComparison.ts';
import type { Compared, ComparisonInput, SampleSet, TestedSet, WithinNotes } from './model.ts';

/** What the reader has chosen; an empty text chooses nothing. */
export interface Choice {
  baseline: string;
  type: string;
}

/** Compares what was read, as chosen. What the data bring compared is not computed again. */
export function useComparison(
  set: TestedSet | SampleSet | undefined,
  input: ComparisonInput,
  { baseline, type }: Choice,
  client: AnalysisClient = analysisClient
): Latest<Compared> {
  const ask = useMemo(
    () =>
      set?.kind === 'samples' ? (signal: AbortSignal) => compare(set, { baseline, type }, client, signal) : undefined,
    [set, baseline, type, client]
  );
  const latest = useLatest(ask);
  return useMemo(() => {
    const told = collectNotices(input.frames);
    if (set?.kind === 'tested') {
      return { loading: false, value: testedCompared(set, baseline, told) };
    }
    const { value } = latest;
    return { ...latest, value: value && { ...value, notices: [...told, ...value.notices] } };
  }, [set, input, baseline, latest]);
}

function testedCompared(
  { comparison, displays, within }: TestedSet,
  baseline: string,
  told: QueryResultMetaNotice[]
): Compared {
  const notices = [...told, ...unknownBaseline(baseline, comparison.groups)];
  return { comparison, displays, within, values: new Map(), notices };
}

async function compare(
  all: SampleSet,
  { baseline, type }: Choice,
  client: AnalysisClient,
  signal: AbortSignal
): Promise<Compared> {
  const set = type === '' ? all : ofType(all, type);
  const samples = set.metrics.map((metric) => metric.samples);
  const known = baseline !== '' && set.groups.includes(baseline);
  const { answer } = await client.run(
    { kind: 'comparison', samples, options: { groups: set.groups, ...(known ? { baseline } : {}) } },
    signal
  );
  if (answer.kind !== 'comparison') {
    throw new Error(t('comparison.error.answer', 'The comparison was answered with something else.'));
  }
  const { comparison } = answer;
  return {
    comparison,
    displays: new Map(set.metrics.map((metric) => [metric.samples.metric, metric.display])),
    within: withinOf(comparison),
    values: new Map(
      samples.map((metric) => [
        metric.metric,
        new Map(metric.shape === 'values' ? metric.groups.map(({ id, values }) => [id, values]) : []),
      ])
    ),
    notices: [...set.left, ...noticesOf(comparison), ...unknownBaseline(baseline, set.groups)],
  };
}

function withinOf({ metrics }: Comparison): WithinNotes {
  return new Map(
    metrics.flatMap(({ pairs }) =>
      pairs.flatMap((pair) =>
        pair.withinTypes === null
          ? []
          : [[pair, { types: pair.withinTypes.shared, pooled: pair.withinTypes.pooled.verdict }] as const]
      )
    )
  );
}

function unknownBaseline(baseline: string, groups: readonly string[]): QueryResultMetaNotice[] {
  return baseline === '' || groups.includes(baseline)
    ? []
    : [
        {
          severity: 'warning',
          text: t(
            'comparison.notice.baseline',
            'The baseline "{{baseline}}" is not in the data, so every pair is compared.',
            verbatim({ baseline: shorten(baseline, 80) })
          ),
        },
      ];
}
