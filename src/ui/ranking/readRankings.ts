import { FieldType, type DataFrame } from '@grafana/data';
import { findMetric } from '../../core/metrics/catalogue.ts';
import { isEstimates } from '../comparison/readTested.ts';
import { collectNotices, hasDemoData } from '../frames/meta.ts';
import { isRecord, textOrUndefined } from '../guards.ts';
import type { NamedRanking, RankingOptions, RankingResult, RankingSet } from './model.ts';
import { isTestedRanking, readTestedRanking } from './readTestedRanking.ts';
import { readTrends } from './readTrends.ts';
import { readValueRanking } from './readValueRanking.ts';

/** Everything that the rows can be ranked by, and the same of an earlier time where the frames have it. */
export function readRankings(
  frames: DataFrame[],
  { previous }: Pick<RankingOptions, 'previous'>
): RankingResult<RankingSet> {
  const earlier = frames.filter((frame) => isPrevious(frame, previous));
  const current = frames.filter((frame) => !earlier.includes(frame));
  const read = readMetrics(current);
  if (!read.ok) {
    return read;
  }
  const then = readMetrics(earlier);
  const before = then.ok ? then.value : [];
  return {
    ok: true,
    value: {
      metrics: read.value.map((one) => {
        const alone = read.value.length === 1 && before.length === 1 ? before[0] : undefined;
        const was = before.find(({ id }) => id === one.id) ?? alone;
        return was ? { ...one, previous: was.data } : one;
      }),
      trends: readTrends(current),
      notices: collectNotices(current),
      demo: hasDemoData(frames),
    },
  };
}

/** Frames of Grafana's time comparison, or of the query that the options name. */
function isPrevious({ refId, meta }: DataFrame, previous: string): boolean {
  return previous === '' ? meta?.timeCompare?.isTimeShiftQuery === true : refId === previous;
}

function readMetrics(frames: DataFrame[]): RankingResult<NamedRanking[]> {
  const estimates = frames.find(isEstimates);
  const tested = frames.filter((frame) => isTestedRanking(frame) && !isEstimates(frame));
  if (tested.length > 0) {
    return all(distinct(tested).map(([id, frame]) => named(id, () => readTestedRanking(frame))));
  }
  if (estimates) {
    const metrics = metricsOf(estimates);
    return metrics.length === 0
      ? { ok: false, problem: { kind: 'no-data' } }
      : all(metrics.map((metric) => named(metric, () => readTestedRanking(estimates, metric))));
  }
  return all([named('', () => readValueRanking(frames))]);
}

function named(id: string, read: () => RankingResult<NamedRanking['data']>): RankingResult<NamedRanking> {
  const data = read();
  if (!data.ok) {
    return data;
  }
  if (data.value.rows.length === 0) {
    return { ok: false, problem: { kind: 'no-data' } };
  }
  return { ok: true, value: { id, name: findMetric(id)?.name ?? id, data: data.value } };
}

/** What could be read; the first problem where nothing could. */
function all(results: ReadonlyArray<RankingResult<NamedRanking>>): RankingResult<NamedRanking[]> {
  const good = results.flatMap((result) => (result.ok ? [result.value] : []));
  const bad = results.find((result) => !result.ok);
  return good.length === 0 && bad && !bad.ok ? bad : { ok: true, value: good };
}

/** Each ranking by its metric; the second one of the same metric by its query as well. */
function distinct(frames: readonly DataFrame[]): Array<[string, DataFrame]> {
  const seen = new Set<string>();
  return frames.map((frame, index) => {
    const metric = metricOf(frame);
    const id = seen.has(metric) ? `${metric} (${frame.refId ?? ''} ${index + 1})` : metric;
    seen.add(id);
    return [id, frame];
  });
}

function metricOf({ meta, refId }: DataFrame): string {
  const custom: unknown = meta?.custom;
  return (isRecord(custom) ? textOrUndefined(custom.metric) : undefined) ?? refId ?? '';
}

function metricsOf(frame: DataFrame): string[] {
  const field = frame.fields.find(({ name, type }) => name === 'metric' && type === FieldType.string);
  const values = new Set<unknown>(field?.values ?? []);
  return [...values].filter((value): value is string => typeof value === 'string' && value !== '');
}
