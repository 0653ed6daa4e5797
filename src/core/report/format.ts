import type { Unit } from '../metrics/units.ts';

/** Stands where nobody measured anything. */
export const NOT_MEASURED = 'not measured';

/** A value with its unit, for people: at most four significant digits, tokens and counts in full. */
export function formatValue(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return NOT_MEASURED;
  }
  switch (unit) {
    case 'ms':
      return value >= 10_000 ? `${significant(value / 1000)} s` : `${significant(value)} ms`;
    case 's':
      return `${significant(value)} s`;
    case 'ratio':
      return `${significant(value * 100)} %`;
    case 'USD':
      return `$${value !== 0 && Math.abs(value) < 1 ? value.toFixed(4) : value.toFixed(2)}`;
    case 'tokens':
    case 'count':
    case 'bytes':
      return grouped(value);
    case 'ops_per_s':
      return `${significant(value)}/s`;
  }
}

function significant(value: number): string {
  const rounded = Number(value.toPrecision(4));
  return Number.isInteger(rounded) ? grouped(rounded) : String(rounded);
}

/** Digits in groups of three with commas, the same everywhere: reports must not change with the reader's locale. */
function grouped(value: number): string {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(4));
  const [whole = '', fraction] = String(rounded).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** `2026-11-23 09:04:12 UTC` */
export function formatTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** p as statisticians write it: never 0. */
export function formatP(p: number): string {
  return p < 0.0001 ? '< 0.0001' : p.toPrecision(2);
}

export function formatInterval(low: number | null, high: number | null, unit: Unit): string {
  return low === null || high === null ? 'too few to bound' : `${formatValue(low, unit)} to ${formatValue(high, unit)}`;
}

export function formatRanks(low: number, high: number): string {
  return low === high ? String(low) : `${low}–${high}`;
}
