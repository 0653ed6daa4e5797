import type { SwarmSummary } from '../metrics/swarm.ts';
import { formatInterval, formatP, formatValue } from '../report/format.ts';
import { wilsonInterval } from '../stats/proportion.ts';
import {
  ANOMALY_SEVERITIES,
  type Anomaly,
  type CorrelationPair,
  type Insight,
  type TrendEntry,
  type Window,
} from './analysisTypes.ts';

/** From this share of failed tasks on a swarm is in a warning, and from the next in a critical state. */
export const WARNING_ERROR_RATE = 0.05;
export const CRITICAL_ERROR_RATE = 0.1;
/** Fewer say nothing of a tail or of tools, and nothing is recommended because of them. */
export const LEAST_UNITS = 10;

export interface Findings {
  swarm: SwarmSummary;
  window: Window | null;
  anomalies: readonly Anomaly[];
  trends: readonly TrendEntry[];
  correlations: readonly CorrelationPair[];
}

/** Findings, the gravest first, each with the numbers it rests on; none when there is nothing to say. */
export function insightsOf(findings: Findings): Insight[] {
  const all = [
    ...failures(findings),
    ...findings.anomalies.map((anomaly) => ofAnomaly(anomaly)),
    ...findings.trends.flatMap((trend) => ofTrend(trend, findings.window)),
    ...tail(findings),
    ...findings.correlations.flatMap((pair) => ofPair(pair, findings.window)),
  ];
  return all
    .map((one, index) => ({ one, index }))
    .sort((a, b) => rank(a.one) - rank(b.one) || a.index - b.index)
    .map(({ one }) => one);
}

function rank({ severity }: Insight): number {
  return ANOMALY_SEVERITIES.indexOf(severity);
}

function failures({ swarm: { tasks, tools, sampled }, window }: Findings): Insight[] {
  const found: Insight[] = [];
  const add = (what: string, metricType: string, failed: number, total: number) => {
    const share = failed / total;
    // What is scaled up from a sample is no number of observations, so it has no interval.
    const counted = sampled === true ? undefined : wilsonInterval({ count: failed, total });
    const certainty =
      counted === undefined
        ? 'estimated from a sample'
        : `95 % interval ${formatInterval(counted.low, counted.high, 'ratio')}, n = ${total}`;
    found.push({
      type: 'failures',
      severity: share > CRITICAL_ERROR_RATE ? 'critical' : 'warning',
      description: `${failed} of ${total} ${what} failed (${formatValue(share, 'ratio')}, ${certainty}).`,
      evidence: {
        metricType,
        n: counted === undefined ? null : total,
        window,
        low: counted?.low ?? null,
        high: counted?.high ?? null,
      },
    });
  };
  if (tasks.errorRate !== undefined && tasks.errorRate > WARNING_ERROR_RATE) {
    add('finished tasks', 'ERROR_RATE', tasks.failed, tasks.completed + tasks.failed);
  }
  if (tools && tools.total >= LEAST_UNITS && tools.failed / tools.total > WARNING_ERROR_RATE) {
    add('tool calls', 'TOOL_ERROR_RATE', tools.failed, tools.total);
  }
  return found;
}

function tail({ swarm: { tasks }, window }: Findings): Insight[] {
  const { duration } = tasks;
  if (!duration || duration.n < LEAST_UNITS || duration.p95 <= 2 * duration.mean) {
    return [];
  }
  const { n, p95, mean } = duration;
  return [
    {
      type: 'tail',
      severity: 'info',
      description: `The slowest tasks take more than twice the mean: p95 ${formatValue(p95, 'ms')}, mean ${formatValue(mean, 'ms')} (n = ${n}).`,
      evidence: { metricType: 'TASK_DURATION', n, window, low: null, high: null },
    },
  ];
}

function ofAnomaly({ metricType, severity, description, possibleCauses, n, window }: Anomaly): Insight {
  return {
    type: 'anomaly',
    severity,
    description: [description, ...possibleCauses].join(' '),
    evidence: { metricType, n, window, low: null, high: null },
  };
}

/** That something stays as it is, is no news. */
function ofTrend(
  { metricType, direction, description, n, rateLow, rateHigh }: TrendEntry,
  window: Window | null
): Insight[] {
  return direction === 'stable'
    ? []
    : [
        {
          type: 'trend',
          severity: direction === 'degrading' ? 'warning' : 'info',
          description,
          evidence: { metricType, n, window, low: rateLow, high: rateHigh },
        },
      ];
}

function ofPair({ shown, metrics, coefficient, n, pAdjusted }: CorrelationPair, window: Window | null): Insight[] {
  const [first, second] = metrics;
  return shown
    ? [
        {
          type: 'correlation',
          severity: 'info',
          description:
            `${first} and ${second} ${coefficient > 0 ? 'rise and fall together' : 'move against each other'} (rank correlation ` +
            `${coefficient.toFixed(2)}, n = ${n}, p ${pAdjusted < 0.0001 ? '' : '= '}${formatP(pAdjusted)} after Holm); which drives which is not measured.`,
          evidence: { metricType: first, n, window, low: null, high: null },
        },
      ]
    : [];
}
