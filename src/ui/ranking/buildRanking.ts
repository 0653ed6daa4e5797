import type { DataFrame } from '@grafana/data';
import { collectNotices, hasDemoData } from '../frames/meta.ts';
import type { Ranking, RankingOptions, RankingResult } from './model.ts';
import { orderOf, placeByValue, sortRows } from './order.ts';
import { isTestedRanking, readTestedRanking } from './readTestedRanking.ts';
import { readValueRanking } from './readValueRanking.ts';

/** Turns frames into the ranking to show, or into the reason why there is none. */
export function buildRanking(frames: DataFrame[], options: RankingOptions): RankingResult<Ranking> {
  const tested = frames.find(isTestedRanking);
  const read = tested ? readTestedRanking(tested) : readValueRanking(frames);
  if (!read.ok) {
    return read;
  }
  if (read.value.rows.length === 0) {
    return { ok: false, problem: { kind: 'no-data' } };
  }
  const { positions, ...data } = read.value;
  const order = orderOf(data, options.sort);
  const sorted = sortRows(data.rows, order, positions);
  const placed = data.tested ? sorted : placeByValue(sorted);
  const rows = options.limit > 0 ? placed.slice(0, options.limit) : placed;
  return {
    ok: true,
    value: {
      ...data,
      rows,
      omitted: placed.length - rows.length,
      ...(order === 'place' ? {} : { sorted: order }),
      notices: collectNotices(frames),
      demo: hasDemoData(frames),
    },
  };
}
