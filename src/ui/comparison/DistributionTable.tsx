import { useMemo } from 'react';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { MetricRanking } from '../../core/compare/types.ts';
import { intervalDescription, intervalText, rankText } from '../ranking/describe.ts';
import { linksOf } from '../ranking/display.ts';
import { RowName } from '../ranking/RowName.tsx';
import { TableRows } from '../table/TableRows.tsx';
import { getTableStyles } from '../table/styles.ts';
import { useRows } from '../table/useRows.ts';
import { testIds } from '../testIds.ts';
import { verbatim } from '../text.ts';
import { axisOver } from './axis.ts';
import { AxisHeader } from './AxisHeader.tsx';
import { nameText, shiftDescription } from './describe.ts';
import { formatOf } from './display.ts';
import { boxOf } from './distribution.ts';
import { DistributionMark } from './DistributionMark.tsx';
import { distributionLegend } from './legend.ts';
import type { Compared, DistributionStyle } from './model.ts';
import { viewsOf } from './pairs.ts';
import { columnsFor } from './columns.ts';
import { Verdict } from './Verdict.tsx';

interface Props {
  compared: Compared;
  metric: MetricRanking;
  baseline: string | undefined;
  style: DistributionStyle;
  width: number;
}

/** Every group with its sample, its estimate and interval, and how it fares against the baseline where there is one. */
export function DistributionTable({ compared, metric, baseline, style, width }: Props) {
  const theme = useTheme2();
  const styles = useStyles2(getTableStyles);
  const { entries, direction, sampleUnit } = metric;
  const { comparison, displays, values, within } = compared;
  const display = displays.get(metric.metric);
  const samples = values.get(metric.metric);
  const show = columnsFor(width, baseline !== undefined);
  const { scroll, items, rowProps, rowCount } = useRows(entries.length);
  const axis = useMemo(
    () => axisOver(endsOf(metric, samples, style), display?.field.config),
    [metric, samples, style, display]
  );
  const against = useMemo(
    () => new Map(viewsOf(metric.pairs, baseline, within).map((view) => [view.candidate, view])),
    [metric, baseline, within]
  );
  if (!display) {
    return null;
  }
  const format = formatOf(display, theme);
  const judged = { direction, alpha: comparison.alpha };
  return (
    <div className={styles.scroll} ref={scroll}>
      <table className={styles.table} aria-rowcount={rowCount}>
        <caption className={styles.caption}>
          {distributionLegend(metric, samples !== undefined && samples.size > 0 ? style : 'interval')}
        </caption>
        <thead>
          <tr>
            <th scope="col" className={styles.header}>
              {t('comparison.header.place', 'Place')}
            </th>
            <th scope="col" className={styles.header}>
              {t('comparison.header.group', 'Group')}
            </th>
            {show.mark && (
              <th scope="col" className={styles.header}>
                <span className={styles.spoken}>{t('comparison.header.distribution', 'Distribution')}</span>
                <AxisHeader axis={axis} write={format.value} />
              </th>
            )}
            <th scope="col" className={styles.headerNumber}>
              {metric.name}
            </th>
            {show.samples && (
              <th scope="col" className={styles.headerNumber} title={sampleUnit}>
                {t('comparison.header.samples', 'n')}
              </th>
            )}
            {show.against && (
              <th scope="col" className={styles.header}>
                {t(
                  'comparison.header.against',
                  'Against {{baseline}}',
                  verbatim({ baseline: nameText(baseline ?? '', 24) })
                )}
              </th>
            )}
          </tr>
        </thead>
        <TableRows items={items} columns={6}>
          {(index) => {
            const entry = entries[index];
            const origin = display.origins.get(entry.id);
            const color = format.display(entry.estimate).color ?? theme.colors.primary.main;
            const view = against.get(entry.id);
            const interval = { low: entry.low, high: entry.high };
            const props = rowProps(index);
            return (
              <tr className={styles.row} data-testid={testIds.comparison.row} {...props}>
                <td className={styles.tight}>{rankText({ low: entry.rankLow, high: entry.rankHigh })}</td>
                <th scope="row" className={styles.name}>
                  <span className={styles.nameLine}>
                    <RowName
                      name={entry.id}
                      links={origin ? linksOf(origin.field, origin.rowIndex) : []}
                      tabIndex={props.tabIndex}
                      className={styles.nameText}
                      linkClassName={styles.link}
                    />
                  </span>
                </th>
                {show.mark && (
                  <td className={styles.cell}>
                    <DistributionMark
                      estimate={entry}
                      values={samples?.get(entry.id)}
                      style={style}
                      axis={axis}
                      color={color}
                      label={`${format.value(entry.estimate)}, ${intervalDescription(interval, format.value)}`}
                    />
                  </td>
                )}
                <td className={styles.number}>
                  {format.value(entry.estimate)}
                  <span className={styles.small}>{intervalText(interval, format.value)}</span>
                </td>
                {show.samples && <td className={styles.number}>{entry.n.toLocaleString('en-US')}</td>}
                {show.against && (
                  <td className={styles.tight}>
                    {entry.id === baseline && t('comparison.baseline', 'baseline')}
                    {view && (
                      <>
                        <Verdict finding={view} judged={judged} />
                        <span className={styles.small}>{shiftDescription(view, format.shift)}</span>
                      </>
                    )}
                  </td>
                )}
              </tr>
            );
          }}
        </TableRows>
      </table>
    </div>
  );
}

/** What the axis has to hold: boxes to their whiskers, strips to their last point, and every bounded interval. */
function* endsOf(
  { entries }: MetricRanking,
  samples: ReadonlyMap<string, Float64Array> | undefined,
  style: DistributionStyle
) {
  for (const { id, estimate, low, high } of entries) {
    yield estimate;
    yield low ?? estimate;
    yield high ?? estimate;
    const values = samples?.get(id);
    if (values && values.length > 0 && style !== 'interval') {
      const box = style === 'box' ? boxOf(values) : null;
      yield box ? box.p5 : values[0];
      yield box ? box.p95 : values[values.length - 1];
    }
  }
}
