import { t } from '@grafana/i18n';
import { Badge, useTheme2 } from '@grafana/ui';
import { shorten } from '../text.ts';
import type { RowProps } from '../table/useRows.ts';
import { testIds } from '../testIds.ts';
import {
  changeText,
  chanceText,
  intervalDescription,
  intervalText,
  movedDescription,
  movedText,
  rankDescription,
  rankText,
  samplesText,
  type ShownColumns,
} from './describe.ts';
import { displayOf, linksOf, valueText } from './display.ts';
import { IntervalBar } from './IntervalBar.tsx';
import type { RankingRow } from './model.ts';
import { RowName } from './RowName.tsx';
import type { Scale } from './scale.ts';
import type { RankingStyles } from './styles.ts';
import { TrendLine } from './TrendLine.tsx';

interface Props {
  row: RankingRow;
  scale: Scale;
  winner: boolean;
  show: ShownColumns;
  styles: RankingStyles;
  rowProps: RowProps;
}

export function RankingRowView({ row, scale, winner, show, styles, rowProps }: Props) {
  const theme = useTheme2();
  const display = displayOf(row.field, theme);
  const format = (value: number) => valueText(display, row.field, value, '');
  const text = valueText(display, row.field, row.value, t('ranking.value.absent', 'not measured'));
  const color = (row.value === null ? undefined : display(row.value).color) ?? theme.colors.primary.main;
  const interval = show.interval ? row.interval : undefined;
  const barLabel = interval ? `${text}, ${intervalDescription(interval, format)}` : text;
  return (
    <tr className={styles.row} data-testid={testIds.ranking.row} {...rowProps}>
      <td className={styles.rank} title={rankDescription(row)}>
        <span aria-hidden="true">{rankText(row.rank)}</span>
        <span className={styles.spoken}>{rankDescription(row)}</span>
      </td>
      {show.movement && (
        <td className={styles.extra} title={row.moved && movedDescription(row.moved)}>
          {row.moved && (
            <>
              <span aria-hidden="true">{movedText(row.moved)}</span>
              <span className={styles.spoken}>{movedDescription(row.moved)}</span>
              <span className={styles.topology}>{changeText(row.moved.change)}</span>
            </>
          )}
        </td>
      )}
      <th scope="row" className={styles.name}>
        <span className={styles.nameLine}>
          <RowName
            name={row.name}
            links={linksOf(row.field, row.rowIndex)}
            tabIndex={rowProps.tabIndex}
            className={styles.nameText}
            linkClassName={styles.link}
          />
          {winner && <Badge text={t('ranking.winner.badge', 'winner')} color="green" />}
        </span>
        {row.topology !== undefined && <bdi className={styles.topology}>{shorten(row.topology, 60)}</bdi>}
      </th>
      <td className={styles.value}>
        {text}
        {interval && <span className={styles.narrowInterval}>{intervalText(interval, format)}</span>}
      </td>
      <td className={styles.bar}>
        <IntervalBar value={row.value} interval={interval} scale={scale} color={color} label={barLabel} />
      </td>
      {show.trend && <td className={styles.extra}>{row.trend && <TrendLine values={row.trend} />}</td>}
      {show.chance && <td className={styles.extraNumber}>{chanceText(row.chance)}</td>}
      {show.samples && <td className={styles.samples}>{samplesText(row.n)}</td>}
    </tr>
  );
}
