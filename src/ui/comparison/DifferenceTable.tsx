import { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { MetricRanking } from '../../core/compare/types.ts';
import { TableRows } from '../table/TableRows.tsx';
import { getTableStyles } from '../table/styles.ts';
import { useRows } from '../table/useRows.ts';
import { testIds } from '../testIds.ts';
import { axisOver } from './axis.ts';
import { AxisHeader } from './AxisHeader.tsx';
import { magnitudeText, nameText, pText, ratioText, shiftDescription, withinText } from './describe.ts';
import { formatOf } from './display.ts';
import { differenceLegend } from './legend.ts';
import type { Compared } from './model.ts';
import { viewsOf, type PairView } from './pairs.ts';
import { ShiftMark } from './ShiftMark.tsx';
import { Verdict } from './Verdict.tsx';

interface Props {
  compared: Compared;
  metric: MetricRanking;
  baseline: string | undefined;
  width: number;
}

/** Every tested pair with its shift, interval, effect and verdict. */
export function DifferenceTable({ compared, metric, baseline, width }: Props) {
  const theme = useTheme2();
  const styles = useStyles2(getTableStyles);
  const { comparison, displays, within } = compared;
  const display = displays.get(metric.metric);
  const views = useMemo(() => viewsOf(metric.pairs, baseline, within), [metric, baseline, within]);
  const axis = useMemo(() => axisOver(endsOf(views)), [views]);
  const { scroll, items, rowProps, rowCount } = useRows(views.length);
  if (!display) {
    return null;
  }
  if (views.length === 0) {
    return <p>{t('comparison.differences.none', 'No pair of groups was tested on this metric.')}</p>;
  }
  const format = formatOf(display, theme);
  const judged = { direction: metric.direction, alpha: comparison.alpha };
  const wide = width >= 560;
  return (
    <div className={styles.scroll} ref={scroll}>
      <table className={styles.table} aria-rowcount={rowCount}>
        <caption className={styles.caption}>{differenceLegend(metric, comparison.tests)}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.header}>
              {t('comparison.header.pair', 'Group, held against')}
            </th>
            {wide && (
              <th scope="col" className={styles.header}>
                <span className={styles.spoken}>{t('comparison.header.interval', 'Shift with interval')}</span>
                <AxisHeader axis={axis} write={format.shift} />
              </th>
            )}
            <th scope="col" className={styles.headerNumber}>
              {t('comparison.header.shift', 'Shift')}
            </th>
            {wide && (
              <th scope="col" className={styles.headerNumber}>
                {t('comparison.header.effect', 'Effect')}
              </th>
            )}
            <th scope="col" className={styles.header}>
              {t('comparison.header.verdict', 'Verdict')}
            </th>
          </tr>
        </thead>
        <TableRows items={items} columns={5}>
          {(index) => {
            const view = views[index];
            return (
              <tr className={styles.row} data-testid={testIds.comparison.pair} {...rowProps(index)}>
                <th scope="row" className={styles.name}>
                  <PairNames view={view} className={styles.nameText} small={styles.small} />
                </th>
                {wide && (
                  <td className={styles.cell}>
                    <ShiftMark view={view} axis={axis} label={shiftDescription(view, format.shift)} />
                  </td>
                )}
                <td className={styles.number}>
                  {view.shift === null ? '–' : format.shift(view.shift)}
                  <span className={styles.small}>{ratioText(view.ratio)}</span>
                </td>
                {wide && (
                  <td className={styles.number}>
                    {view.cliffsDelta === null ? '–' : view.cliffsDelta.toFixed(2).replace('-', '−')}
                    <span className={styles.small}>{view.magnitude === null ? '' : magnitudeText(view.magnitude)}</span>
                  </td>
                )}
                <td className={styles.tight} title={view.within ? withinText(view.within) : undefined}>
                  <Verdict finding={view} judged={judged} />
                  <span className={styles.small}>
                    {t('comparison.pair.p', 'p {{p}}', {
                      p: pText(view.pAdjusted),
                      interpolation: { escapeValue: false },
                    })}
                    {view.within && ` · ${t('comparison.within.short', 'within types')}`}
                  </span>
                </td>
              </tr>
            );
          }}
        </TableRows>
      </table>
    </div>
  );
}

function PairNames({ view, className, small }: { view: PairView; className: string; small: string }) {
  return (
    <>
      <bdi className={className} style={{ display: 'block' }} title={nameText(view.candidate, 400)}>
        {nameText(view.candidate, 120)}
      </bdi>
      <span className={small} style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
        {t('comparison.pair.against', 'against')}{' '}
        <bdi title={nameText(view.reference, 400)}>{nameText(view.reference, 120)}</bdi>
        {` (n ${view.sizes.map((n) => n.toLocaleString('en-US')).join(' / ')})`}
      </span>
    </>
  );
}

function* endsOf(views: readonly PairView[]) {
  yield 0;
  for (const { shift, low, high } of views) {
    for (const end of [shift, low, high]) {
      if (end !== null) {
        yield end;
      }
    }
  }
}
