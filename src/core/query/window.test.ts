import fc from 'fast-check';
import { bucketWidth, MAX_BUCKETS, windowOf } from './window.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('bucketWidth', () => {
  it('makes about a hundred readable buckets when nothing is asked for', () => {
    const width = (length: number) => bucketWidth({ from: 0, to: length });
    expect([1000, 30_000, 10 * 60_000, HOUR, DAY, 30 * DAY].map(width)).toEqual([
      1000,
      1000,
      10_000,
      60_000,
      15 * 60_000,
      12 * HOUR,
    ]);
    expect(width(100_000 * DAY)).toBe(1000 * DAY);
  });

  it('takes the interval that is asked for', () => {
    expect(bucketWidth({ from: 0, to: HOUR, intervalMs: 7000 })).toBe(7000);
    expect(bucketWidth({ from: 0, to: HOUR, intervalMs: 7000, maxDataPoints: 1000 })).toBe(7000);
  });

  it('widens it until there are no more buckets than asked for, nor than anybody may have', () => {
    expect(bucketWidth({ from: 0, to: HOUR, intervalMs: 1000, maxDataPoints: 60 })).toBe(60_000);
    expect(bucketWidth({ from: 0, to: 365 * DAY, intervalMs: 1 })).toBe(HOUR);
    expect(bucketWidth({ from: 0, to: HOUR, maxDataPoints: 1 })).toBe(HOUR);
  });

  it('is never less than it may be, whatever is asked', () => {
    const request = fc.record({
      from: fc.integer({ min: 0, max: 2e12 }),
      length: fc.integer({ min: 1, max: 4e12 }),
      intervalMs: fc.option(fc.double({ min: 0.001, max: 1e12, noNaN: true }), { nil: undefined }),
      maxDataPoints: fc.option(fc.integer({ min: 1, max: 1e6 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(request, ({ from, length, intervalMs, maxDataPoints }) => {
        const width = bucketWidth({ from, to: from + length, intervalMs, maxDataPoints });
        expect(width).toBeGreaterThan(0);
        expect(length / width).toBeLessThanOrEqual(Math.min(maxDataPoints ?? MAX_BUCKETS, MAX_BUCKETS) * (1 + 1e-9));
        if (intervalMs !== undefined) {
          expect(width).toBeGreaterThanOrEqual(intervalMs);
        }
      })
    );
  });
});

it('a window ends behind its last event', () => {
  expect(windowOf(5, 9)).toEqual({ from: 5, to: 10 });
});
