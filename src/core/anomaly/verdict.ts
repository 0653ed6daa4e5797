import { SEVERITIES, type AnomalyOptions, type PointScore, type PointVerdict, type Severity } from './types.ts';

/** Score over threshold from which a severity holds. */
const MEDIUM_FROM = 1.5;
const HIGH_FROM = 2;
const CRITICAL_FROM = 3;
/** An anomaly of a shorter baseline, or of a smaller share of the range seen, is never critical. */
const BASELINE_FOR_CRITICAL = 100;
const RANGE_FOR_CRITICAL = 0.1;
/** Deviating points from which an incident is a level more severe. */
const LONG_INCIDENT = 3;

/** What a score means under the given threshold, direction and least effect. */
export function verdictOf(
  score: PointScore,
  value: number,
  threshold: number,
  range: number,
  options: AnomalyOptions
): PointVerdict {
  const deviation = value - score.expected;
  const direction = deviation > 0 ? 'up' : deviation < 0 ? 'down' : undefined;
  const { absolute, relative } = options.minEffect;
  const isAnomaly =
    score.baseline >= options.minPoints &&
    score.score >= threshold &&
    direction !== undefined &&
    (options.direction === 'both' || options.direction === direction) &&
    Math.abs(deviation) >= absolute &&
    Math.abs(deviation) >= relative * Math.abs(score.expected);
  const severity = isAnomaly
    ? severityOf(score.score / threshold, 1, score.baseline, Math.abs(deviation), range)
    : undefined;
  // Field by field: a spread costs more than all else here, and this runs once a point.
  return {
    score: score.score,
    level: score.level,
    expected: score.expected,
    lower: score.lower,
    upper: score.upper,
    pValue: score.pValue,
    baseline: score.baseline,
    isAnomaly,
    direction,
    severity,
  };
}

/**
 * @param ratio score over threshold @param points deviating points of the incident
 * @param deviation distance from what is expected @param range largest minus smallest value before it, same unit
 */
export function severityOf(
  ratio: number,
  points: number,
  baseline: number,
  deviation: number,
  range: number
): Severity {
  const byScore = ratio >= CRITICAL_FROM ? 3 : ratio >= HIGH_FROM ? 2 : ratio >= MEDIUM_FROM ? 1 : 0;
  const level = byScore + (points >= LONG_INCIDENT ? 1 : 0);
  const mayBeCritical = baseline >= BASELINE_FOR_CRITICAL && deviation >= RANGE_FOR_CRITICAL * range;
  return SEVERITIES[Math.min(level, mayBeCritical ? 3 : 2)];
}
