import { orderOf, placeByValue, sortRows } from './order.ts';
import type { Movement, RankInterval, RankingData, RankingRow } from './model.ts';

/** Rows in the order of their places, with places where the data bring none. */
export function placed({ positions, ...data }: RankingData): RankingRow[] {
  const rows = sortRows(data.rows, orderOf(data, 'auto'), positions);
  return data.tested ? rows : placeByValue(rows);
}

/** How each row stands now against an earlier ranking, by name. Names that occur twice have no movement. */
export function movements(now: RankingData, then: RankingData): Map<string, Movement> {
  const before = byName(placed(then));
  const moved = new Map<string, Movement>();
  for (const [name, entry] of byName(placed(now))) {
    const was = before.get(name);
    if (entry) {
      moved.set(name, was ? movement(entry, was) : { places: null, was: null, change: null, proven: false });
    }
  }
  return moved;
}

interface Entry {
  row: RankingRow;
  position: number;
}

/** Null for names that occur twice: nobody knows which is which. */
function byName(rows: readonly RankingRow[]): Map<string, Entry | null> {
  const entries = new Map<string, Entry | null>();
  rows.forEach((row, position) => {
    if (row.value !== null) {
      entries.set(row.name, entries.has(row.name) ? null : { row, position });
    }
  });
  return entries;
}

function movement({ row, position }: Entry, was: Entry): Movement {
  const [now, then] = [row.value ?? 0, was.row.value ?? 0];
  return {
    places: was.position - position,
    was: was.row.rank,
    change: then === 0 ? null : (now - then) / Math.abs(then),
    proven: row.rank !== null && was.row.rank !== null && apart(row.rank, was.row.rank),
  };
}

function apart(a: RankInterval, b: RankInterval): boolean {
  return a.high < b.low || b.high < a.low;
}
