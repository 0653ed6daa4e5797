import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { t } from '@grafana/i18n';
import { Button, useStyles2, useTheme2 } from '@grafana/ui';
import { formatTime } from '../format.ts';
import { testIds } from '../testIds.ts';
import { verbatim } from '../text.ts';
import { directionText, formatValue, severityText, type FoundIncident } from './describe.ts';
import { severityColor } from './severity.ts';

/** More are counted, not listed. */
export const MOST_LISTED = 100;
/** Share of an incident's length that is shown before and after it, and the least of it, ms. */
const AROUND = 2;
const LEAST_AROUND_MS = 60_000;

interface Props {
  incidents: readonly FoundIncident[];
  timeZone: TimeZone;
  onZoom: (range: { from: number; to: number }) => void;
}

/** What stood out, the latest first, each with its figures and a way to look at it closely. */
export function IncidentList({ incidents, timeZone, onZoom }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const listed = incidents.slice(0, MOST_LISTED);
  return (
    <section className={styles.section} aria-label={t('anomalies.list.label', 'Incidents')}>
      <ul className={styles.list}>
        {listed.map(({ series, incident }, index) => (
          <li key={index} className={styles.item} data-testid={testIds.anomalies.incident}>
            <span
              className={styles.mark}
              style={{ background: severityColor(theme, incident.severity) }}
              aria-hidden="true"
            />
            <div className={styles.text}>
              <div>
                <strong>{series.name}</strong>{' '}
                {t(
                  'anomalies.list.finding',
                  '{{direction}}, {{severity}}: {{peak}}, {{from}} to {{to}}',
                  verbatim({
                    direction: directionText(incident.direction),
                    severity: severityText(incident.severity),
                    peak: formatValue(series.field, incident.peakValue),
                    from: formatTime(incident.start, timeZone),
                    to: formatTime(incident.end, timeZone),
                  })
                )}
              </div>
              <div className={styles.reason}>{incident.reason}</div>
            </div>
            <Button
              size="sm"
              variant="secondary"
              fill="text"
              icon="search-plus"
              onClick={() => onZoom(around(incident))}
              aria-label={t(
                'anomalies.list.zoom',
                'Show the time around the incident of {{name}} at {{time}}',
                verbatim({ name: series.name, time: formatTime(incident.start, timeZone) })
              )}
            />
          </li>
        ))}
      </ul>
      {incidents.length > listed.length && (
        <p className={styles.reason}>
          {t('anomalies.list.more', 'The latest {{listed}} of {{all}} incidents are listed.', {
            listed: listed.length,
            all: incidents.length,
          })}
        </p>
      )}
    </section>
  );
}

function around({ start, end }: FoundIncident['incident']): { from: number; to: number } {
  const margin = Math.max(LEAST_AROUND_MS, AROUND * (end - start));
  return { from: start - margin, to: end + margin };
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ overflow: 'auto', minHeight: 0, flex: '0 1 auto' }),
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  item: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.25, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  mark: css({ width: 4, alignSelf: 'stretch', borderRadius: 2, flex: 'none' }),
  text: css({ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }),
  reason: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, margin: 0 }),
});
