/** A range of values that is drawn from the left edge to the right one. */
export interface Axis {
  min: number;
  max: number;
  ticks: number[];
}

const TICKS = 4;

/** An axis over all ends, with ticks at round numbers; limits that somebody set win. */
export function axisOver(ends: Iterable<number>, limits: { min?: number | null; max?: number | null } = {}): Axis {
  let low = Infinity;
  let high = -Infinity;
  for (const end of ends) {
    low = Math.min(low, end);
    high = Math.max(high, end);
  }
  const pad = (high - low) * 0.04;
  const from = limits.min ?? (Number.isFinite(low) ? (low >= 0 ? Math.max(0, low - pad) : low - pad) : 0);
  const to = limits.max ?? (Number.isFinite(high) ? high + pad : 1);
  const [min, max] = to > from ? [from, to] : [from - Math.abs(from || 1) / 2, from + Math.abs(from || 1) / 2];
  return { min, max, ticks: roundTicks(min, max) };
}

/** Position on the axis in percent of its width, clipped to it. */
export function percentAt(value: number, { min, max }: Axis): number {
  return Math.min(100, Math.max(0, ((value - min) / (max - min)) * 100));
}

/** Multiples of 1, 2 or 5 times a power of ten, at most six. */
function roundTicks(min: number, max: number): number[] {
  const rough = (max - min) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  if (!Number.isFinite(step) || step <= 0) {
    return [];
  }
  const first = Math.ceil(min / step);
  const count = Math.min(8, Math.floor(max / step) - first + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}
