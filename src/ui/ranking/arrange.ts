import { movements } from './movement.ts';
import { orderOf, placeByValue, sortBy, sortRows } from './order.ts';
import type { NamedRanking, Ranking, RankingOptions, RankingSet, SortBy } from './model.ts';

export interface Wishes {
  options: RankingOptions;
  /** Part of a name or topology; empty shows all. */
  search?: string;
  sort?: SortBy;
}

/** The rows to show, in order: those that were searched for, with what is known beside them, and no more than wanted. */
export function arrange(
  metric: NamedRanking,
  { trends, notices, demo }: Omit<RankingSet, 'metrics'>,
  { options, search = '', sort }: Wishes
): Ranking {
  const { positions, ...data } = metric.data;
  const order = orderOf(data, options.sort);
  const sorted = sortRows(data.rows, order, positions);
  const places = data.tested ? sorted : placeByValue(sorted);
  const own = sort ? sortBy(places, sort) : places;
  const needle = search.trim().toLowerCase();
  const found =
    needle === ''
      ? own
      : own.filter(({ name, topology }) => `${name}\n${topology ?? ''}`.toLowerCase().includes(needle));
  const shown = options.limit > 0 ? found.slice(0, options.limit) : found;
  const moved = metric.previous && options.showMovement ? movements(metric.data, metric.previous) : undefined;
  return {
    ...data,
    rows:
      moved || trends.size > 0
        ? shown.map((row) => ({
            ...row,
            ...(moved?.has(row.name) ? { moved: moved.get(row.name) } : {}),
            ...(options.showTrend && trends.has(row.name) ? { trend: trends.get(row.name) } : {}),
          }))
        : shown,
    omitted: found.length - shown.length,
    ...(sort ? { sortBy: sort } : order === 'place' ? {} : { sorted: order }),
    notices,
    demo,
  };
}
