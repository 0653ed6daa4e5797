import type { Unit } from '../metrics/units.ts';

/** Stands where nobody measured anything. */
export const NOT_MEASURED = 'not measured';

/** A value with its unit, for people: at most four significant digits, tokens and counts in full. */
export function formatValue(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return NOT_MEASURED;
  }
  return value < 0 ? `-${unsigned(-value, unit)}` : unsigned(value, unit);
}

function unsigned(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return value >= 10_000 ? `${significant(value / 1000)} s` : `${significant(value)} ms`;
    case 's':
      return `${significant(value)} s`;
    case 'ratio':
      return `${significant(value * 100)} %`;
    case 'USD':
      return `$${money(value)}`;
    case 'tokens':
    case 'count':
    case 'bytes':
      return value >= 1000 ? grouped(Math.round(value)) : significant(value);
    case 'ops_per_s':
      return `${significant(value)}/s`;
  }
}

function significant(value: number): string {
  return grouped(Number(value.toPrecision(4)));
}

/** Cents above a dollar, four decimals below, and as many as it takes where those would read as nothing. */
function money(value: number): string {
  if (value === 0 || value >= 1) {
    return grouped(value, 2);
  }
  return value >= 0.0001 ? value.toFixed(4) : value.toFixed(Math.min(100, 3 - Math.floor(Math.log10(value))));
}

/** Digits in groups of three with commas, the same everywhere: reports must not change with the reader's locale. */
function grouped(value: number, decimals?: number): string {
  const [whole = '', fraction] = (decimals === undefined ? String(value) : value.toFixed(decimals)).split('.');
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
