import { useStyles2 } from '@grafana/ui';
import { DemoBanner } from '../DemoBanner.tsx';
import { NoticeList } from '../NoticeList.tsx';
import { testIds } from '../testIds.ts';
import { headline } from './describe.ts';
import type { Ranking, RankingOptions } from './model.ts';
import { RankingTable } from './RankingTable.tsx';
import { getRankingStyles } from './styles.ts';

interface Props {
  ranking: Ranking;
  options: RankingOptions;
  /** Height to keep to in px; without one the view takes what it needs. */
  height?: number;
  /** False where the page around it already says that the data are a demonstration. */
  demoBanner?: boolean;
}

/** Who leads, how sure that is, and every row with its place, value, interval and sample size. */
export function RankingView({ ranking, options, height, demoBanner = true }: Props) {
  const styles = useStyles2(getRankingStyles);
  return (
    <div className={styles.view} style={{ height }} data-testid={testIds.ranking.view}>
      {ranking.demo && demoBanner && <DemoBanner />}
      <p className={styles.headline} data-testid={testIds.ranking.summary}>
        {headline(ranking)}
      </p>
      <NoticeList notices={ranking.notices} />
      <div className={styles.scroll}>
        <RankingTable ranking={ranking} options={options} styles={styles} />
      </div>
    </div>
  );
}
