import type { AnalysisRecommendation, Insight, Window } from './analysisTypes.ts';
import { CRITICAL_ERROR_RATE, LEAST_UNITS, WARNING_ERROR_RATE, type Findings } from './insights.ts';

const MOST = 10;
const PRIORITIES = ['high', 'medium', 'low'] as const;

/**
 * What to look at, each for a finding that it cites, the gravest first: failures proven to be above the level of a warning,
 * anomalies of some weight, metrics proven to degrade. None when there is nothing to say; at most 10.
 */
export function analysisRecommendations(findings: Findings, insights: readonly Insight[]): AnalysisRecommendation[] {
  const { swarmId } = findings.swarm;
  const base = { targetSwarm: swarmId, expectedImprovement: null, effort: null } as const;
  const all: AnalysisRecommendation[] = [
    ...insights.flatMap((insight) => {
      const { low, n } = insight.evidence;
      return insight.type === 'failures' && low !== null && low > WARNING_ERROR_RATE && (n ?? 0) >= LEAST_UNITS
        ? [
            {
              ...base,
              title: insight.evidence.metricType === 'ERROR_RATE' ? 'See why tasks fail' : 'See why tool calls fail',
              description: insight.description,
              priority: low > CRITICAL_ERROR_RATE ? ('high' as const) : ('medium' as const),
              evidence: insight.evidence,
            },
          ]
        : [];
    }),
    ...findings.anomalies.flatMap(({ severity, metricType, description, possibleCauses, n, window }) =>
      severity === 'info'
        ? []
        : [
            {
              ...base,
              title: `${metricType}: see what happened ${span(window)}`,
              description: [description, ...possibleCauses].join(' '),
              priority: severity === 'critical' ? ('high' as const) : ('medium' as const),
              evidence: { metricType, n, window, low: null, high: null },
            },
          ]
    ),
    ...findings.trends.flatMap(({ direction, metricType, description, n, timeRange, rateLow, rateHigh }) =>
      direction === 'degrading'
        ? [
            {
              ...base,
              title: `${metricType}: see what has changed`,
              description,
              priority: 'medium' as const,
              evidence: {
                metricType,
                n,
                window: { from: timeRange.start, to: timeRange.end },
                low: rateLow,
                high: rateHigh,
              },
            },
          ]
        : []
    ),
  ];
  return all
    .map((one, index) => ({ one, index }))
    .sort((a, b) => PRIORITIES.indexOf(a.one.priority) - PRIORITIES.indexOf(b.one.priority) || a.index - b.index)
    .slice(0, MOST)
    .map(({ one }) => one);
}

function span({ from, to }: Window): string {
  return `from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
}
