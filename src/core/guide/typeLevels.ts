import { medianSorted, sortedCopy } from '../stats/order.ts';

/** Median of a bucket's units of one type. */
export interface TypedPoint {
  /** Start of the bucket, epoch ms. */
  time: number;
  /** Null where it is not known. */
  type: string | null;
  value: number;
  /** Units that it is of. */
  n: number;
}

/**
 * A point a bucket with what the types of its units are used to taken out: the mean, over its units, of the distance from
 * their type's median, on top of the median of all. Harder tasks that come later are then no slower swarm. Where types come
 * one after the other their medians take a part of a true change along: it is understated, never made up. With one type
 * these are the values themselves.
 */
export function withoutTypeLevels(points: readonly TypedPoint[]): { times: number[]; values: number[] } {
  const ordered = [...points].sort((a, b) => a.time - b.time);
  const types = groupBy(ordered, ({ type }) => type);
  const mixed = types.size > 1;
  const levels = new Map([...types].map(([type, some]) => [type, mixed ? median(some) : 0]));
  const middle = mixed ? median(ordered) : 0;
  const buckets = [...groupBy(ordered, ({ time }) => time)];
  return {
    times: buckets.map(([time]) => time),
    values: buckets.map(([, some]) => {
      const units = some.reduce((sum, { n }) => sum + n, 0);
      return (
        middle + some.reduce((sum, { type, value, n }) => sum + (value - (levels.get(type) ?? 0)) * (n / units), 0)
      );
    }),
  };
}

function median(points: readonly TypedPoint[]): number {
  return medianSorted(sortedCopy(points.map(({ value }) => value))) ?? 0;
}

function groupBy<K>(points: readonly TypedPoint[], key: (point: TypedPoint) => K): Map<K, TypedPoint[]> {
  const groups = new Map<K, TypedPoint[]>();
  for (const point of points) {
    const group = groups.get(key(point));
    if (group === undefined) {
      groups.set(key(point), [point]);
    } else {
      group.push(point);
    }
  }
  return groups;
}
