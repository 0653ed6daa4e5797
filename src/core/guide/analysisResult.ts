import type { SwarmSummary } from '../metrics/swarm.ts';
import { analysisRecommendations } from './analysisRecommendations.ts';
import type {
  AnalysisResult,
  MeasuredSample,
  MeasuredSeries,
  OutcomeSeries,
  SeriesReport,
  Window,
} from './analysisTypes.ts';
import { anomaliesOf } from './anomalyFindings.ts';
import { correlationsOf } from './correlations.ts';
import { insightsOf } from './insights.ts';
import { withCauses } from './possibleCauses.ts';
import { metricTypeOf } from './seriesNames.ts';
import { trendsOf } from './trendFindings.ts';
import { distributionOf, valueStatistics } from './valueStatistics.ts';

export interface AnalysisInput {
  swarm: SwarmSummary;
  window: Window | null;
  series: readonly MeasuredSeries[];
  /** Steps whose failures may explain an anomaly. */
  outcomes: readonly OutcomeSeries[];
  samples: readonly MeasuredSample[];
}

/**
 * The guide's analysis of one swarm. Everything in it follows from the input; what was not measured, or can't be shown by
 * what was, is absent, and `status`, `reason` and `series` say so.
 * @param meta the id of this analysis and its time, epoch ms
 */
export function analysisResult(input: AnalysisInput, meta: { id: string; timestamp: number }): AnalysisResult {
  const { swarm, window, outcomes, samples } = input;
  const series = input.series.filter(({ values }) => values.some((value) => value !== null));
  const looked = series.map((one) => ({ one, found: one.uses.includes('anomalies') ? anomaliesOf(one) : undefined }));
  const anomalies = withCauses(
    looked.flatMap(({ found }) => found?.found ?? []),
    outcomes
  ).sort((a, b) => b.timestamp - a.timestamp);
  const moving = series.filter(({ uses }) => uses.includes('trend'));
  const trends = trendsOf(moving);
  const pairs = correlationsOf(series);
  const reports = looked.flatMap(({ one, found }): SeriesReport[] => {
    const trend = trends.reports[moving.indexOf(one)];
    return found === undefined && trend === undefined
      ? []
      : [
          {
            metricType: metricTypeOf(one.metric),
            aggregation: one.aggregation,
            bucketMs: one.bucketMs,
            points: one.values.filter((value) => value !== null).length,
            ...(found === undefined ? {} : { anomalies: found.report }),
            ...(trend === undefined ? {} : { trend }),
          },
        ];
  });
  const findings = { swarm, window, anomalies, trends: trends.shown, correlations: pairs };
  const insights = insightsOf(findings);
  return {
    ...meta,
    swarmId: swarm.swarmId,
    window,
    ...statusOf(reports, samples),
    insights,
    anomalies,
    trends: trends.shown,
    statistics: {
      metrics: byType(samples, valueStatistics),
      correlations: { method: 'spearman', pairs },
      distributions: byType(samples, distributionOf),
    },
    recommendations: analysisRecommendations(findings, insights),
    series: reports,
  };
}

function statusOf(
  reports: readonly SeriesReport[],
  samples: readonly MeasuredSample[]
): Pick<AnalysisResult, 'status' | 'reason'> {
  if (reports.length === 0) {
    return samples.some(({ values }) => values.length > 0)
      ? { status: 'insufficient_data', reason: 'There is no series to look for anomalies or trends in.' }
      : { status: 'no_data', reason: 'Nothing was measured that an analysis could look at.' };
  }
  const short = reports.flatMap(({ metricType, anomalies, trend }) => [
    ...(anomalies?.status === 'insufficient_data' ? [`Anomalies of ${metricType}: ${anomalies.reason}.`] : []),
    ...(trend !== undefined && trend.p === null && trend.reason !== null
      ? [`Trend of ${metricType}: ${trend.reason}.`]
      : []),
  ]);
  const looked = reports.some(({ anomalies }) => anomalies !== undefined && anomalies.status !== 'insufficient_data');
  return { status: looked ? 'ok' : 'insufficient_data', reason: short.length > 0 ? short.join(' ') : null };
}

function byType<T>(samples: readonly MeasuredSample[], of: (values: Float64Array) => T | undefined): Record<string, T> {
  return Object.fromEntries(
    samples.flatMap(({ metricType, values }) => {
      const found = of(values);
      return found === undefined ? [] : [[metricType, found] as const];
    })
  );
}
