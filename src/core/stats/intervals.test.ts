import { binomialCdf } from './binomial.ts';
import { medianInterval, medianIntervalOrder } from './medianInterval.ts';
import { newcombeInterval, wilsonInterval } from './proportion.ts';

/** P(Bin(n, 1/2) <= k), counted in whole numbers. */
function halfCdf(k: number, n: number): number {
  let ways = BigInt(1);
  let sum = BigInt(0);
  for (let i = 0; i <= k; i++) {
    sum += ways;
    ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  }
  return Number((sum * BigInt(10) ** BigInt(18)) >> BigInt(n)) / 1e18;
}

const UNBOUNDED = { low: null, high: null };

describe('medianInterval', () => {
  it('has no bounds below six values', () => {
    expect(medianInterval(new Float64Array(0))).toEqual(UNBOUNDED);
    expect(medianInterval(Float64Array.of(1))).toEqual(UNBOUNDED);
    expect(medianInterval(Float64Array.of(1, 2, 3, 4, 5))).toEqual(UNBOUNDED);
    expect(medianInterval(Float64Array.of(1, 2, 3, 4, 5, 6))).toEqual({ low: 1, high: 6 });
  });

  it('takes the largest order that still covers', () => {
    for (const n of [6, 7, 8, 10, 23, 50, 101, 1000, 12_345, 1_000_000]) {
      const k = medianIntervalOrder(n);
      expect(binomialCdf(k - 1, n, 0.5)).toBeLessThanOrEqual(0.025);
      expect(binomialCdf(k, n, 0.5)).toBeGreaterThan(0.025);
    }
  });

  it.each([0.5, 0.9, 0.95, 0.999])('has the order of the definition at a confidence of %f', (confidence) => {
    for (let n = 0; n <= 70; n++) {
      const tail = (1 - confidence) / 2;
      let k = 0;
      while (k < n / 2 && halfCdf(k, n) <= tail) {
        k++;
      }
      expect(medianIntervalOrder(n, confidence)).toBe(k);
    }
  });

  it('lies at the shares of as many independent values as there are', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => i + 1);
    const order = medianIntervalOrder(10);
    expect(order).toBe(2);
    // The second of ten is the middle of the second tenth: between the 15th and the 16th of a hundred.
    expect(medianInterval(values, 0.95, 10)).toEqual({ low: 15, high: 86 });
    expect(medianInterval(values, 0.95, 5)).toEqual(UNBOUNDED);
  });

  it('widens with the confidence asked for, which must be one', () => {
    expect(medianIntervalOrder(100, 0.99)).toBeLessThan(medianIntervalOrder(100, 0.9));
    expect(() => medianInterval(Float64Array.of(1), 1)).toThrow(RangeError);
    expect(() => medianInterval(Float64Array.of(1), NaN)).toThrow(RangeError);
  });
});

describe('wilsonInterval and newcombeInterval', () => {
  it('know nothing without units', () => {
    expect(wilsonInterval({ count: 0, total: 0 })).toEqual(UNBOUNDED);
    expect(newcombeInterval({ count: 0, total: 0 }, { count: 1, total: 2 })).toEqual(UNBOUNDED);
  });

  it('stay inside the possible at shares of 0 and 1', () => {
    expect(wilsonInterval({ count: 0, total: 30 }).low).toBe(0);
    expect(wilsonInterval({ count: 30, total: 30 }).high).toBe(1);
    const widest = newcombeInterval({ count: 3, total: 3 }, { count: 0, total: 3 });
    expect(widest.high).toBe(1);
    expect(widest.low).toBeGreaterThan(0);
  });

  it('mirror when the groups change places', () => {
    const one = { count: 7, total: 50 };
    const other = { count: 17, total: 61 };
    const { low, high } = newcombeInterval(one, other);
    expect(newcombeInterval(other, one)).toEqual({ low: -(high ?? NaN), high: -(low ?? NaN) });
  });

  it('refuse counts that are no share', () => {
    for (const share of [
      { count: 3, total: 2 },
      { count: -1, total: 2 },
      { count: 0.5, total: 2 },
      { count: NaN, total: 2 },
    ]) {
      expect(() => wilsonInterval(share)).toThrow(RangeError);
    }
  });
});
