import { describe, expect, it } from 'vitest';
import { canonicalAttributes, canonicalScope, hexId, wholeText } from './canonical.ts';

const one = (value: unknown) => canonicalAttributes([{ key: 'a', value }]);

describe('canonicalAttributes', () => {
  it('gives one form whatever the order and the encoding', () => {
    const pairs = [
      { key: 'b', value: { stringValue: 'x' } },
      { key: 'a', value: { intValue: 5 } },
    ];
    expect(canonicalAttributes(pairs)).toBe(canonicalAttributes([...pairs].reverse()));
    expect(one({ intValue: 5 })).toBe(one({ intValue: '5' }));
    expect(canonicalAttributes(undefined)).toBe(canonicalAttributes([]));
    expect(canonicalScope({ name: 'n' })).toBe(canonicalScope({ name: 'n', version: '' }));
  });

  it('tells different values apart', () => {
    const forms = [
      { intValue: 5 },
      { doubleValue: 5 },
      { stringValue: '5' },
      { stringValue: 'i5' },
      { boolValue: true },
      { arrayValue: { values: [{ intValue: 5 }] } },
      { kvlistValue: { values: [{ key: 'a', value: { intValue: 5 } }] } },
      {},
    ].map(one);
    expect(new Set(forms).size).toBe(forms.length);
  });

  it('ends where nesting has no end', () => {
    let nested: unknown = { intValue: 1 };
    for (let depth = 0; depth < 100_000; depth++) {
      nested = { arrayValue: { values: [nested] } };
    }
    expect(one(nested).length).toBeLessThan(100);
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes %s for a name like any other', (key) => {
    expect(canonicalAttributes([{ key, value: { stringValue: 'x' } }])).toContain(key);
  });
});

describe('wholeText', () => {
  it.each([
    [5, '5'],
    ['0005', '5'],
    ['18446744073709551615', '18446744073709551615'],
    [-3, '-3'],
    [1.5, undefined],
    ['1e3', undefined],
    [NaN, undefined],
    [null, undefined],
  ])('of %j is %j', (value, expected) => {
    expect(wholeText(value)).toBe(expected);
  });
});

describe('hexId', () => {
  it.each([
    ['B7AD6B7169203331', 'b7ad6b7169203331'],
    [Buffer.from('b7ad6b7169203331', 'hex').toString('base64'), 'b7ad6b7169203331'],
    [Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex').toString('base64'), '0af7651916cd43dd8448eb211c80319c'],
    ['zz', undefined],
    ['', undefined],
    [5, undefined],
  ])('of %j is %j', (value, expected) => {
    expect(hexId(value)).toBe(expected);
  });
});
