import { cx } from '@emotion/css';
import { t } from '@grafana/i18n';
import { TableRows } from '../table/TableRows.tsx';
import { useRows } from '../table/useRows.ts';
import { legend, type ShownColumns } from './describe.ts';
import type { Ranking, RankingOptions, SortBy, SortColumn } from './model.ts';
import { RankingRowView } from './RankingRowView.tsx';
import { barScale } from './scale.ts';
import { SortHeader } from './SortHeader.tsx';
import type { RankingStyles } from './styles.ts';

interface Props {
  ranking: Ranking;
  options: RankingOptions;
  styles: RankingStyles;
  onSort: ((sort: SortBy) => void) | undefined;
}

export function RankingTable({ ranking, options, styles, onSort }: Props) {
  const { rows, valueField, winner } = ranking;
  const { scroll, items, rowProps, rowCount } = useRows(rows.length);
  const show = columnsOf(ranking, options);
  const scale = barScale(rows, show.interval, {
    min: valueField.config.min ?? undefined,
    max: valueField.config.max ?? undefined,
  });
  const head = (column: SortColumn, text: string, className: string) => (
    <SortHeader column={column} text={text} className={className} order={orderBy(ranking, column)} onSort={onSort} />
  );
  return (
    <div className={styles.scroll} ref={scroll}>
      <table className={styles.table} aria-rowcount={rowCount}>
        <caption className={styles.caption}>{legend(ranking, show)}</caption>
        <thead>
          <tr>
            {head('place', t('ranking.header.rank', 'Place'), styles.header)}
            {show.movement && (
              <th scope="col" className={cx(styles.header, styles.extraHeader)}>
                {t('ranking.header.moved', 'Moved')}
              </th>
            )}
            {head(
              'name',
              ranking.ofSwarms ? t('ranking.header.swarm', 'Swarm') : t('ranking.header.name', 'Name'),
              styles.header
            )}
            {head('value', valueHeader(ranking), cx(styles.header, styles.headerNumber))}
            <th scope="col" className={cx(styles.header, styles.barHeader)}>
              {show.interval ? t('ranking.header.interval', 'Value and interval') : t('ranking.header.bar', 'Bar')}
            </th>
            {show.trend && (
              <th scope="col" className={cx(styles.header, styles.extraHeader)}>
                {t('ranking.header.trend', 'Trend')}
              </th>
            )}
            {show.chance &&
              head(
                'chance',
                t('ranking.header.chance', 'P(best)'),
                cx(styles.header, styles.headerNumber, styles.extraHeader)
              )}
            {show.samples && head('n', t('ranking.header.samples', 'n'), cx(styles.header, styles.samplesHeader))}
          </tr>
        </thead>
        <TableRows items={items} columns={8}>
          {(index) => {
            const row = rows[index];
            return (
              <RankingRowView
                row={row}
                scale={scale}
                winner={typeof winner?.id === 'string' && winner.id === row.name}
                show={show}
                styles={styles}
                rowProps={rowProps(index)}
              />
            );
          }}
        </TableRows>
      </table>
    </div>
  );
}

/** Columns for which at least one row has something to show. */
function columnsOf({ rows }: Ranking, options: RankingOptions): ShownColumns {
  return {
    interval: options.showInterval && rows.some((row) => row.interval),
    samples: options.showSamples && rows.some((row) => row.n !== undefined),
    chance: options.showChance && rows.some((row) => row.chance !== undefined),
    movement: options.showMovement && rows.some((row) => row.moved !== undefined),
    trend: options.showTrend && rows.some((row) => row.trend !== undefined),
  };
}

function orderBy({ sorted, sortBy }: Ranking, column: SortColumn): 'ascending' | 'descending' | undefined {
  if (sortBy) {
    return sortBy.column === column ? (sortBy.descending ? 'descending' : 'ascending') : undefined;
  }
  if (column === 'place') {
    return sorted ? undefined : 'ascending';
  }
  return column === 'value' ? sorted : undefined;
}

function valueHeader({ valueField, tested }: Ranking): string {
  const { displayName, displayNameFromDS } = valueField.config;
  const named = displayName ?? displayNameFromDS;
  return named || (tested ? t('ranking.header.value', 'Value') : valueField.name);
}
