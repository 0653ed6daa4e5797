import type { RankingData, RankingRow, RankingSort, SortBy, SortColumn } from './model.ts';

type Order = 'place' | 'ascending' | 'descending';

/** Order in which rows are shown: by place where the data bring places, else by value, best first. */
export function orderOf(data: Pick<RankingData, 'direction' | 'tested'>, sort: RankingSort): Order {
  if (sort !== 'auto') {
    return sort === 'asc' ? 'ascending' : 'descending';
  }
  if (data.tested) {
    return 'place';
  }
  return data.direction === 'lower' ? 'ascending' : 'descending';
}

/**
 * Rows in order. Equal rows are ordered by name and then as they came, so that a refresh never shuffles them; rows
 * without a value come last.
 */
export function sortRows(rows: readonly RankingRow[], order: Order, positions?: Map<string, number>): RankingRow[] {
  const place = (row: RankingRow) => positions?.get(row.key) ?? Number.MAX_SAFE_INTEGER;
  return [...rows].sort((a, b) => {
    if (a.value === null || b.value === null) {
      return Number(a.value === null) - Number(b.value === null) || compareNames(a, b);
    }
    const difference = order === 'place' ? place(a) - place(b) : a.value - b.value;
    return (order === 'descending' ? -difference : difference) || compareNames(a, b);
  });
}

/** Gives sorted rows their places: equal values share all places that they take together. */
export function placeByValue(sorted: readonly RankingRow[]): RankingRow[] {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  sorted.forEach(({ value }, index) => {
    if (value !== null) {
      first.set(value, first.get(value) ?? index + 1);
      last.set(value, index + 1);
    }
  });
  return sorted.map((row) => {
    const low = row.value === null ? undefined : first.get(row.value);
    const high = row.value === null ? undefined : last.get(row.value);
    return low === undefined || high === undefined ? row : { ...row, rank: { low, high } };
  });
}

/** Rows in the reader's own order; those without what they are ordered by come last, whichever way. */
export function sortBy(rows: readonly RankingRow[], { column, descending }: SortBy): RankingRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (column === 'name') {
      return sign * compareNames(a, b);
    }
    const [own, other] = [keyOf(a, column), keyOf(b, column)];
    if (own === undefined || other === undefined) {
      return Number(own === undefined) - Number(other === undefined) || compareNames(a, b);
    }
    return sign * (own - other) || compareNames(a, b);
  });
}

function keyOf({ rank, value, n, chance }: RankingRow, column: Exclude<SortColumn, 'name'>): number | undefined {
  switch (column) {
    case 'place':
      return rank === null ? undefined : rank.low + rank.high / 1e6;
    case 'value':
      return value ?? undefined;
    case 'n':
      return n;
    case 'chance':
      return chance;
  }
}

function compareNames(a: RankingRow, b: RankingRow): number {
  if (a.name === b.name) {
    return 0;
  }
  return a.name < b.name ? -1 : 1;
}
