import fc from 'fast-check';
import { UNITS, type Unit } from '../metrics/units.ts';
import { formatInterval, formatP, formatRanks, formatTime, formatValue } from './format.ts';

describe('formatValue', () => {
  it.each<[number | null | undefined, Unit, string]>([
    [null, 'ms', 'not measured'],
    [undefined, 'USD', 'not measured'],
    [NaN, 'count', 'not measured'],
    [Infinity, 'ratio', 'not measured'],
    [0, 'ms', '0 ms'],
    [0.04, 'ms', '0.04 ms'],
    [229.4347, 'ms', '229.4 ms'],
    [1234.5678, 'ms', '1,235 ms'],
    [9999, 'ms', '9,999 ms'],
    [10_000, 'ms', '10 s'],
    [83_761, 'ms', '83.76 s'],
    [12_345_678, 'ms', '12,350 s'],
    [-12, 'ms', '-12 ms'],
    [-20_000, 'ms', '-20 s'],
    [90, 's', '90 s'],
    [0, 'ratio', '0 %'],
    [0.0416666, 'ratio', '4.167 %'],
    [1, 'ratio', '100 %'],
    [-0.125, 'ratio', '-12.5 %'],
    [0, 'USD', '$0.00'],
    [0.0639, 'USD', '$0.0639'],
    [0.00001234, 'USD', '$0.00001234'],
    [1.5, 'USD', '$1.50'],
    [1234.5, 'USD', '$1,234.50'],
    [-0.05, 'USD', '-$0.0500'],
    [83_761, 'tokens', '83,761'],
    [12_345.5, 'tokens', '12,346'],
    [1_234_567_890, 'tokens', '1,234,567,890'],
    [-1234, 'tokens', '-1,234'],
    [2.5, 'count', '2.5'],
    [1000, 'bytes', '1,000'],
    [0.5, 'ops_per_s', '0.5/s'],
    [1234.56, 'ops_per_s', '1,235/s'],
  ])('of %p %s is %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it('is never empty, never scientific below a million and keeps the sign', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.constantFrom(...UNITS), (value, unit) => {
        const text = formatValue(value, unit);
        expect(text).toMatch(/^\$?[\d,]+(\.\d+)?( ms| s| %|\/s)?$/);
        expect(formatValue(-value, unit)).toBe(`-${text}`);
      })
    );
  });

  it('differs from 0 wherever the value does', () => {
    for (const unit of UNITS) {
      expect(formatValue(0.0000123, unit)).not.toBe(formatValue(0, unit));
    }
  });
});

describe('the other formats', () => {
  it('of times are UTC', () => {
    expect(formatTime(Date.UTC(2026, 10, 23, 9, 4, 12, 999))).toBe('2026-11-23 09:04:12 UTC');
  });

  it('of p are never 0', () => {
    expect([1, 0.05, 0.00012, 0.00009, 0].map(formatP)).toEqual(['1.0', '0.050', '0.00012', '< 0.0001', '< 0.0001']);
  });

  it('of an interval name both ends or say that there are too few values', () => {
    expect(formatInterval(1, 2.5, 'ms')).toBe('1 ms to 2.5 ms');
    expect([formatInterval(null, 2, 'ms'), formatInterval(1, null, 'ms')]).toEqual([
      'too few to bound',
      'too few to bound',
    ]);
  });

  it('of ranks show what the data allow', () => {
    expect([formatRanks(1, 1), formatRanks(1, 3)]).toEqual(['1', '1–3']);
  });
});
