const SECOND = 1000;
const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
  ['d', DAY],
  ['w', WEEK],
]);

/** Cycles that people and machines live by, longest first. */
export const CYCLES = [WEEK, DAY, HOUR, MINUTE] as const;

/**
 * Milliseconds of a duration such as `6h`, `90m`, `1h30m` or `1.5d` (units ms, s, m, h, d, w).
 * @throws RangeError when it is not one, or not above 0
 */
export function parseDuration(text: string): number {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*(ms|[smhdw])\s*/g)];
  const read = parts.map(([whole]) => whole).join('');
  const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS.get(unit) ?? NaN), 0);
  if (read !== text.trim() || !(total > 0 && Number.isFinite(total))) {
    throw new RangeError(`not a duration like "6h" or "30m": "${text}"`);
  }
  return total;
}

/** A duration for people, in the largest unit that it fills: `6 h`, `1.5 d`. */
export function formatDuration(ms: number): string {
  const found = [...UNITS].reverse().find(([, size]) => ms >= size);
  const [unit, size] = found ?? ['ms', 1];
  return `${Number((ms / size).toPrecision(3))} ${unit}`;
}
