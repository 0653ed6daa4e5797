import { useMemo } from 'react';
import { css, cx } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { formatNumber, formatTime } from '../../../ui/format.ts';
import { shorten, verbatim } from '../../../ui/text.ts';
import { barsOf, spanOf, type TaskBar } from './bars.ts';

/** Agents that get a line; the table below has all tasks. */
const MOST_LINES = 50;

/** When each agent was at work. The table of the tasks beside it says the same in words. */
export function Timeline({ frame }: { frame: DataFrame }) {
  const styles = useStyles2(getStyles);
  const byAgent = useMemo(() => barsOf(frame, t('swarm.no-agent', '(no agent named)')), [frame]);
  const span = spanOf(byAgent);
  if (!span) {
    return null;
  }
  const width = Math.max(1, span.to - span.from);
  const place = (bar: TaskBar) => ({
    left: `${((bar.start - span.from) / width) * 100}%`,
    width: `max(3px, ${((bar.end - bar.start) / width) * 100}%)`,
  });
  return (
    <figure className={styles.figure}>
      <figcaption>
        {t(
          'swarm.timeline',
          'Work of each agent from {{from}} to {{to}}. Narrow marks are tasks whose start is not known.',
          {
            from: formatTime(span.from),
            to: formatTime(span.to),
          }
        )}
      </figcaption>
      <ul className={styles.lines}>
        {[...byAgent].slice(0, MOST_LINES).map(([agent, bars]) => (
          <li key={agent} className={styles.line}>
            <bdi className={styles.name} title={shorten(agent, 400)}>
              {shorten(agent, 40)}
            </bdi>
            <span className={styles.track} role="img" aria-label={lineText(agent, bars)}>
              {bars.map((bar, index) => (
                <span
                  key={index}
                  className={cx(styles.bar, bar.status === 'failed' && styles.failed)}
                  style={place(bar)}
                  title={barText(bar)}
                />
              ))}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function lineText(agent: string, bars: readonly TaskBar[]): string {
  const failed = bars.filter(({ status }) => status === 'failed').length;
  return t(
    'swarm.timeline-line',
    '{{agent}}: finished {{tasks}}, of them failed {{failed}}',
    verbatim({ agent: shorten(agent, 80), tasks: bars.length, failed })
  );
}

function barText({ what, status, start, end, hasStart }: TaskBar): string {
  const parts = [shorten(what, 80), status, formatTime(end), hasStart ? formatNumber(end - start, 'ms') : ''];
  return parts.filter((part) => part !== '').join(' · ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  figure: css({ margin: theme.spacing(0, 0, 2) }),
  lines: css({ listStyle: 'none', margin: theme.spacing(1, 0, 0), padding: 0 }),
  line: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(80px, 200px) 1fr',
    gap: theme.spacing(1),
    alignItems: 'center',
  }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  track: css({
    position: 'relative',
    height: theme.spacing(2),
    background: theme.colors.background.secondary,
    overflow: 'hidden',
  }),
  bar: css({
    position: 'absolute',
    top: 2,
    bottom: 2,
    background: theme.colors.primary.main,
    borderRadius: theme.shape.radius.default,
  }),
  // Failed ones differ in form too: colour alone would say it to some only.
  failed: css({
    top: 0,
    bottom: 0,
    background: theme.colors.error.main,
    border: `1px dashed ${theme.colors.text.primary}`,
  }),
});
