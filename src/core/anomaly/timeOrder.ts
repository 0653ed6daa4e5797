import type { Notice } from '../frames/table.ts';

/** Rows in the order of their times; rows without a time are left out. */
export interface TimeOrder {
  /** Positions in the given rows; null when all rows are in order as they are. */
  places: Uint32Array | null;
  /** What was done to the rows, for people. */
  notices: Notice[];
}

/** The order in which rows are to be read: rows of the same time keep their order. @param times epoch ms */
export function timeOrder(times: ArrayLike<number>): TimeOrder {
  let known = 0;
  let sorted = true;
  let last = -Infinity;
  for (let i = 0; i < times.length; i++) {
    const time = times[i];
    if (Number.isFinite(time)) {
      known++;
      sorted &&= time >= last;
      last = time;
    }
  }
  const notices: Notice[] = [];
  if (!sorted) {
    notices.push({ severity: 'info', text: 'Times were not in order; they were sorted.' });
  }
  if (known < times.length) {
    notices.push({ severity: 'warning', text: `${times.length - known} points without a time were left out.` });
  }
  return { places: sorted && known === times.length ? null : placesOf(times, known, sorted), notices };
}

function placesOf(times: ArrayLike<number>, known: number, sorted: boolean): Uint32Array {
  const places = new Uint32Array(known);
  let next = 0;
  for (let i = 0; i < times.length; i++) {
    if (Number.isFinite(times[i])) {
      places[next++] = i;
    }
  }
  return sorted ? places : places.sort((a, b) => times[a] - times[b] || a - b);
}
