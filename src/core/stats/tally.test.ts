import fc from 'fast-check';
import { mannWhitney } from './mannWhitney.ts';
import { tally } from './tally.ts';

const samples = fc
  .array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 })
  .map((values) => Float64Array.from(values).sort());

describe('a tally', () => {
  it('counts equal values', () => {
    expect(tally(Float64Array.of(-1, 2, 2, 7, 7, 7))).toEqual({
      distinct: Float64Array.of(-1, 2, 7),
      counts: Uint32Array.of(1, 2, 3),
      length: 6,
    });
    expect(tally(new Float64Array())).toEqual({ distinct: new Float64Array(), counts: new Uint32Array(), length: 0 });
  });

  it('is the sample again when each value is repeated', () => {
    fc.assert(
      fc.property(samples, (sorted) => {
        const { distinct, counts, length } = tally(sorted);
        const repeated = Array.from(distinct).flatMap((value, i) => Array<number>(counts[i]).fill(value));
        expect(repeated).toEqual(Array.from(sorted));
        expect(length).toBe(sorted.length);
      })
    );
  });

  it('is tested as the sample is', () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        expect(mannWhitney(tally(a), tally(b))).toEqual(mannWhitney(a, b));
      })
    );
  });
});
