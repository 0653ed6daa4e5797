import type { Unit } from '../metrics/units.ts';

/** Least and largest value that a metric of this unit can have: nothing here is below 0, and ratios end at 1. */
export function boundsOf(unit: Unit): { low: number; high?: number } {
  return unit === 'ratio' ? { low: 0, high: 1 } : { low: 0 };
}
