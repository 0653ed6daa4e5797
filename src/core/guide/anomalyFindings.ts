import { detectAnomalies } from '../anomaly/detectAnomalies.ts';
import type { Incident, Severity } from '../anomaly/types.ts';
import { formatTime, formatValue } from '../report/format.ts';
import type { Anomaly, AnomalySeverity, MeasuredSeries, SeriesReport } from './analysisTypes.ts';
import { metricTypeOf, seriesName } from './seriesNames.ts';

const SEVERITIES: Record<Severity, AnomalySeverity> = {
  critical: 'critical',
  high: 'warning',
  medium: 'warning',
  low: 'info',
};

export interface AnomalyFindings {
  found: Array<Omit<Anomaly, 'possibleCauses'>>;
  report: NonNullable<SeriesReport['anomalies']>;
}

/** Incidents of one series in the way that is bad for its metric, by the default method and sensitivity. */
export function anomaliesOf(series: MeasuredSeries): AnomalyFindings {
  const { direction } = series.metric;
  const badWay = direction === 'lower' ? 'up' : direction === 'higher' ? 'down' : 'both';
  const { incidents, status, reason, method, threshold } = detectAnomalies(series, { direction: badWay });
  return {
    found: incidents.map((incident) => ({
      metricType: metricTypeOf(series.metric),
      timestamp: incident.peakTime,
      value: incident.peakValue,
      expectedValue: incident.expected,
      deviation: incident.deviation,
      severity: SEVERITIES[incident.severity],
      description: describe(series, incident),
      unit: series.metric.unit,
      method,
      score: incident.score,
      threshold,
      n: incident.baselineN,
      points: incident.count,
      window: { from: incident.start, to: incident.end + series.bucketMs },
    })),
    report: { status, reason, method, threshold, found: incidents.length },
  };
}

function describe(
  series: MeasuredSeries,
  { peakTime, peakValue, expected, baselineN, pValue, count }: Incident
): string {
  const { unit } = series.metric;
  // The p of an alarm is a share of the points before it and the point itself.
  const asFar = Math.max(0, Math.round(pValue * (baselineN + 1)) - 1);
  const length = count > 1 ? ` ${count} points deviate.` : '';
  return (
    `${seriesName(series)} was ${formatValue(peakValue, unit)} at ${formatTime(peakTime)}, expected ${formatValue(expected, unit)}; ` +
    `${asFar} of ${baselineN} earlier points were as far out.${length}`
  );
}
