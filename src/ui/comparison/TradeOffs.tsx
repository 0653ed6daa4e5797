import { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { MetricRanking } from '../../core/compare/types.ts';
import { shorten, verbatim } from '../text.ts';
import { useSize } from '../useSize.ts';
import { axisOver } from './axis.ts';
import { formatOf } from './display.ts';
import type { Compared } from './model.ts';
import { nameText } from './describe.ts';
import { Picker } from '../Picker.tsx';
import { Scatter, type ScatterPoint } from './Scatter.tsx';

const LEAST_HEIGHT = 150;
/** Until the room for the drawing is known. */
const FIRST_SIZE = { width: 400, height: 200 };

/** Two metrics against each other, and the groups that no other dominates on all of them. */
export function TradeOffs({ compared }: { compared: Compared }) {
  const [room, { width, height }] = useSize(FIRST_SIZE);
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const { comparison, displays } = compared;
  const directed = comparison.metrics.filter(({ direction, entries }) => direction !== 'none' && entries.length > 0);
  const [chosen, setChosen] = useState<{ x?: string; y?: string }>({});
  const x = directed.find(({ metric }) => metric === chosen.x) ?? directed[0];
  const y =
    directed.find(({ metric }) => metric === chosen.y && metric !== x?.metric) ??
    directed.find((metric) => metric !== x);
  const [xDisplay, yDisplay] = [displays.get(x?.metric ?? ''), displays.get(y?.metric ?? '')];
  if (!x || !y || !xDisplay || !yDisplay) {
    return (
      <p>{t('comparison.tradeoffs.few', 'Trade-offs need two metrics of which it is said which way is better.')}</p>
    );
  }
  const [xFormat, yFormat] = [formatOf(xDisplay, theme), formatOf(yDisplay, theme)];
  const points = pointsOf(x, y, new Set(comparison.paretoFront));
  const choices = directed.map(({ metric, name }) => ({ value: metric, label: name }));
  const front = comparison.paretoFront.map((id) => nameText(id, 40));
  return (
    <div className={styles.body}>
      <p className={styles.front}>
        {t(
          'comparison.tradeoffs.front',
          'Not proven dominated on the compared metrics: {{names}}.',
          verbatim({ names: shorten(front.join(', '), 400) })
        )}
      </p>
      {directed.length > 2 && (
        <div className={styles.pickers}>
          <Picker
            label={t('comparison.tradeoffs.x', 'Across')}
            value={x.metric}
            options={choices}
            onChange={(metric) => setChosen({ ...chosen, x: metric })}
          />
          <Picker
            label={t('comparison.tradeoffs.y', 'Up')}
            value={y.metric}
            options={choices}
            onChange={(metric) => setChosen({ ...chosen, y: metric })}
          />
        </div>
      )}
      <div ref={room} className={styles.room}>
        <Scatter
          points={points}
          x={{ axis: axisOver(points.map((point) => point.x)), title: titleOf(x), write: xFormat.value }}
          y={{ axis: axisOver(points.map((point) => point.y)), title: titleOf(y), write: yFormat.value }}
          width={width}
          height={Math.max(LEAST_HEIGHT, height)}
          label={t(
            'comparison.tradeoffs.label',
            '{{count}} groups by {{x}} and {{y}}',
            verbatim({ count: points.length, x: titleOf(x), y: titleOf(y) })
          )}
        />
      </div>
    </div>
  );
}

/** Groups that were measured on both; what is missing on one has no place. */
function pointsOf(x: MetricRanking, y: MetricRanking, front: ReadonlySet<string>): ScatterPoint[] {
  const ys = new Map(y.entries.map((entry) => [entry.id, entry.estimate]));
  return x.entries.flatMap(({ id, estimate }) => {
    const other = ys.get(id);
    return other === undefined ? [] : [{ id, x: estimate, y: other, front: front.has(id) }];
  });
}

function titleOf({ name, direction }: MetricRanking): string {
  return direction === 'lower'
    ? t('comparison.axis.lower', '{{name}}, lower is better', verbatim({ name }))
    : t('comparison.axis.higher', '{{name}}, higher is better', verbatim({ name }));
}

const getStyles = (theme: GrafanaTheme2) => ({
  body: css({ display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 }),
  // The drawing has a size of its own, which must not hold this one open.
  room: css({ flexGrow: 1, flexBasis: 0, minHeight: LEAST_HEIGHT, overflow: 'hidden' }),
  front: css({ margin: 0, overflowWrap: 'anywhere' }),
  pickers: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginTop: theme.spacing(1) }),
});
