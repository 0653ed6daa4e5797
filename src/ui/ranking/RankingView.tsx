import type { ReactNode } from 'react';
import { useStyles2 } from '@grafana/ui';
import { DemoBanner } from '../DemoBanner.tsx';
import { NoticeList } from '../NoticeList.tsx';
import { testIds } from '../testIds.ts';
import { headline } from './describe.ts';
import type { Ranking, RankingOptions, SortBy } from './model.ts';
import { RankingTable } from './RankingTable.tsx';
import { getRankingStyles } from './styles.ts';

interface Props {
  ranking: Ranking;
  options: RankingOptions;
  /** Height to keep to in px; without one the view takes what it needs. */
  height?: number;
  /** False where the page around it already says that the data are a demonstration. */
  demoBanner?: boolean;
  /** What the reader can do, below the sentence that says who leads. */
  controls?: ReactNode;
  /** Absent where the order is fixed. */
  onSort?: (sort: SortBy) => void;
}

/** Who leads, how sure that is, and every row with its place, value, interval and sample size. */
export function RankingView({ ranking, options, height, demoBanner = true, controls, onSort }: Props) {
  const styles = useStyles2(getRankingStyles);
  return (
    <div className={styles.view} style={{ height }} data-testid={testIds.ranking.view}>
      {ranking.demo && demoBanner && <DemoBanner />}
      <p className={styles.headline} data-testid={testIds.ranking.summary}>
        {headline(ranking)}
      </p>
      {controls}
      <NoticeList notices={ranking.notices} />
      <RankingTable ranking={ranking} options={options} styles={styles} onSort={onSort} />
    </div>
  );
}
