import type { DataFrame } from '@grafana/data';
import { arrange } from './arrange.ts';
import type { Ranking, RankingOptions, RankingResult } from './model.ts';
import { readRankings } from './readRankings.ts';

/** Turns frames into the ranking to show, or into the reason why there is none. */
export function buildRanking(frames: DataFrame[], options: RankingOptions): RankingResult<Ranking> {
  const read = readRankings(frames, options);
  return read.ok ? { ok: true, value: arrange(read.value.metrics[0], read.value, { options }) } : read;
}
