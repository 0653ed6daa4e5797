import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2, LinkModel } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { formatTime } from '../format.ts';
import { verbatim } from '../text.ts';
import { formatValue, type FoundIncident } from './describe.ts';
import type { AnalysedSeries } from './model.ts';
import type { Plot, Role } from './plotFrames.ts';

interface Props {
  aligned: DataFrame;
  plot: Plot;
  series: readonly AnalysedSeries[];
  incidents: readonly FoundIncident[];
  /** Row of the drawing under the cursor, one a drawn line. */
  rows: ReadonlyArray<number | null>;
  timeZone: TimeZone;
  links: readonly LinkModel[];
  isPinned: boolean;
}

/** What each series had, and what was expected, at the time under the cursor. */
export function PointTooltip({ aligned, plot, series, incidents, rows, timeZone, links, isPinned }: Props) {
  const styles = useStyles2(getStyles);
  const row = rows.find((one) => one !== null && one !== undefined);
  const time: unknown = row === undefined || row === null ? undefined : aligned.fields[0]?.values[row];
  if (typeof time !== 'number') {
    return null;
  }
  const lines = series.flatMap((one, index) => {
    const values = valuesOf(aligned, plot, rows, index);
    const text = lineText(one, values, scoreAt(one, time));
    return text === undefined ? [] : [{ name: one.name, text }];
  });
  const during = incidents.filter(({ incident }) => incident.start <= time && time <= incident.end);
  return (
    <div className={styles.tooltip}>
      <strong>{formatTime(time, timeZone)}</strong>
      <dl className={styles.list}>
        {lines.map(({ name, text }) => (
          <div key={name} className={styles.line}>
            <dt className={styles.name}>{name}</dt>
            <dd className={styles.value}>{text}</dd>
          </div>
        ))}
      </dl>
      {during.map(({ series: { name }, incident }) => (
        <p key={`${name} ${incident.start}`} className={styles.reason}>
          {incident.reason}
        </p>
      ))}
      {isPinned &&
        links.map((link) => (
          <a key={link.title} href={link.href} target={link.target} rel="noreferrer">
            {link.title}
          </a>
        ))}
    </div>
  );
}

type Values = Partial<Record<Role, number>>;

/** What the lines of one series show; bounds of forecasts are left to the eye. */
function valuesOf(aligned: DataFrame, plot: Plot, rows: ReadonlyArray<number | null>, series: number): Values {
  const values: Values = {};
  aligned.fields.forEach((field, index) => {
    const origin = field.state?.origin;
    const place = origin && plot.roles[origin.frameIndex]?.[origin.fieldIndex];
    const row = rows[index];
    if (place?.series === series && row !== null && row !== undefined) {
      const value: unknown = field.values[row];
      if (typeof value === 'number') {
        values[place.role] = value;
      }
    }
  });
  return values;
}

/** How far a value is from what was expected, in the scale of the method; undefined where nothing was said. */
function scoreAt({ points }: AnalysedSeries, time: number): number | undefined {
  const score = points?.score[points.times.indexOf(time)];
  return score === undefined || Number.isNaN(score) ? undefined : score;
}

function lineText({ field }: AnalysedSeries, values: Values, score: number | undefined): string | undefined {
  const { value, expected, lower, upper, forecast } = values;
  const shown = (one: number) => formatValue(field, one);
  if (value !== undefined) {
    return lower === undefined || upper === undefined || expected === undefined
      ? shown(value)
      : t(
          'anomalies.tooltip.value',
          '{{value}}, expected {{expected}} ({{lower}} to {{upper}}), score {{score}}',
          verbatim({
            value: shown(value),
            expected: shown(expected),
            lower: shown(lower),
            upper: shown(upper),
            score: score?.toFixed(1) ?? '–',
          })
        );
  }
  return forecast === undefined
    ? undefined
    : t('anomalies.tooltip.forecast', '{{forecast}} forecast', verbatim({ forecast: shown(forecast) }));
}

const getStyles = (theme: GrafanaTheme2) => ({
  tooltip: css({ padding: theme.spacing(1), maxWidth: 420, overflowWrap: 'break-word', whiteSpace: 'normal' }),
  list: css({ margin: theme.spacing(0.5, 0, 0) }),
  line: css({ display: 'flex', gap: theme.spacing(1), justifyContent: 'space-between' }),
  name: css({ color: theme.colors.text.secondary }),
  value: css({ margin: 0, textAlign: 'right' }),
  reason: css({ margin: theme.spacing(0.5, 0, 0), fontSize: theme.typography.bodySmall.fontSize }),
});
