import fc from 'fast-check';
import { firstAbove, firstAtLeast } from './search.ts';

const ascending = fc
  .array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 })
  .map((values) => Float64Array.from(values).sort());

it('finds the place that walking finds, among equal values too', () => {
  fc.assert(
    fc.property(ascending, fc.integer({ min: -12, max: 12 }), fc.nat({ max: 40 }), (values, twice, given) => {
      const value = twice / 2;
      const count = Math.min(given, values.length);
      const part = values.slice(0, count);
      const walk = (stop: (one: number) => boolean) => {
        const at = part.findIndex(stop);
        return at < 0 ? count : at;
      };
      expect(firstAtLeast(values, count, value)).toBe(walk((one) => one >= value));
      expect(firstAbove(values, count, value)).toBe(walk((one) => one > value));
    })
  );
});
