import type { GrafanaTheme2 } from '@grafana/data';
import type { Severity } from '../../core/anomaly/types.ts';

const COLORS: Record<Severity, string> = { low: 'blue', medium: 'yellow', high: 'orange', critical: 'red' };

/** Colours say nothing alone: the severity stands beside them. */
export function severityColor(theme: GrafanaTheme2, severity: Severity): string {
  return theme.visualization.getColorByName(COLORS[severity]);
}
