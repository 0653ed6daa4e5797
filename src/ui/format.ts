import { dateTimeFormat, formattedValueToString, getValueFormat } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { GRAFANA_UNITS, type Unit } from '../core/metrics/units.ts';

/** Decimals of units whose readers expect a fixed number, from a size on below which rounding would make a value look like 0. */
const FIXED: Partial<Record<Unit, { decimals: number; from: number }>> = {
  USD: { decimals: 2, from: 1 },
  ratio: { decimals: 1, from: 0.01 },
};

/** A number in its unit, for readers: 41234 ms is "41.2 s", 0.125 is "12.5%". */
export function formatNumber(value: number, unit: Unit): string {
  const fixed = FIXED[unit];
  const decimals = fixed && Math.abs(value) >= fixed.from ? fixed.decimals : undefined;
  return formattedValueToString(getValueFormat(GRAFANA_UNITS[unit])(value, decimals));
}

/** Epoch ms as date and time in a time zone, the reader's own by default. */
export function formatTime(value: number, timeZone?: TimeZone): string {
  return dateTimeFormat(value, { timeZone });
}
