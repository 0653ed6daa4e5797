import { cx } from '@emotion/css';
import { t } from '@grafana/i18n';
import { legend } from './describe.ts';
import type { Ranking, RankingOptions } from './model.ts';
import { RankingRowView } from './RankingRowView.tsx';
import { barScale } from './scale.ts';
import type { RankingStyles } from './styles.ts';
import { useRovingFocus } from './useRovingFocus.ts';

interface Props {
  ranking: Ranking;
  options: RankingOptions;
  styles: RankingStyles;
}

export function RankingTable({ ranking, options, styles }: Props) {
  const { rows, valueField, winner } = ranking;
  const { rowProps } = useRovingFocus(rows.length);
  const show = {
    interval: options.showInterval && rows.some((row) => row.interval),
    samples: options.showSamples && rows.some((row) => row.n !== undefined),
  };
  const scale = barScale(rows, show.interval, {
    min: valueField.config.min ?? undefined,
    max: valueField.config.max ?? undefined,
  });
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{legend(ranking, show)}</caption>
      <thead>
        <tr>
          <th scope="col" className={styles.header} aria-sort={ranking.sorted ? undefined : 'ascending'}>
            {t('ranking.header.rank', 'Place')}
          </th>
          <th scope="col" className={styles.header}>
            {ranking.ofSwarms ? t('ranking.header.swarm', 'Swarm') : t('ranking.header.name', 'Name')}
          </th>
          <th scope="col" className={cx(styles.header, styles.headerNumber)} aria-sort={ranking.sorted}>
            {valueHeader(ranking)}
          </th>
          <th scope="col" className={cx(styles.header, styles.barHeader)}>
            {show.interval ? t('ranking.header.interval', 'Value and interval') : t('ranking.header.bar', 'Bar')}
          </th>
          {show.samples && (
            <th scope="col" className={cx(styles.header, styles.samplesHeader)}>
              {t('ranking.header.samples', 'n')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <RankingRowView
            key={row.key}
            row={row}
            scale={scale}
            winner={typeof winner?.id === 'string' && winner.id === row.name}
            show={show}
            styles={styles}
            roving={rowProps(index)}
          />
        ))}
      </tbody>
    </table>
  );
}

function valueHeader({ valueField, tested }: Ranking): string {
  const { displayName, displayNameFromDS } = valueField.config;
  const named = displayName ?? displayNameFromDS;
  return named || (tested ? t('ranking.header.value', 'Value') : valueField.name);
}
