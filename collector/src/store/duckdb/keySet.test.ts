import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, KeySet, keyToBigInt, type Key } from './keySet.ts';

/** Keys that crowd into a few slots, so that probing and equality of each lane matter. */
const crowdedKey: fc.Arbitrary<Key> = fc
  .tuple(fc.constantFrom(1, 3, 5), fc.constantFrom(0, 1, 4095, 4096, 8191), fc.nat({ max: 3 }), fc.nat({ max: 3 }))
  .map((lanes) => ({ lanes: Uint32Array.from(lanes) }));

describe('KeySet', () => {
  it('is the same as a Set, whatever is added', () => {
    fc.assert(
      fc.property(fc.array(crowdedKey, { maxLength: 300 }), crowdedKey, (keys, other) => {
        const set = new KeySet(4);
        const model = new Set<bigint>();
        for (const key of keys) {
          const isNew = !model.has(keyToBigInt(key));
          expect(set.has(key)).toBe(!isNew);
          expect(set.add(key)).toBe(isNew);
          model.add(keyToBigInt(key));
        }
        expect(set.size).toBe(model.size);
        expect(set.has(other)).toBe(model.has(keyToBigInt(other)));
      })
    );
  });

  it('grows past its first capacity without losing or inventing a key', () => {
    const set = new KeySet(3, true);
    const texts = Array.from({ length: 20_000 }, (_, index) => `record-${index}`);
    expect(texts.every((text) => set.add(keyOf(text)))).toBe(true);
    expect(set.size).toBe(20_000);
    expect(texts.every((text) => set.has(keyOf(text)) && !set.add(keyOf(text)))).toBe(true);
    expect(texts.some((text) => set.has(keyOf(`${text}!`)))).toBe(false);
  });

  it('compares as many lanes as it keeps', () => {
    const key = (...lanes: number[]): Key => ({ lanes: Uint32Array.from(lanes) });
    const [two, three] = [new KeySet(2), new KeySet(3)];
    for (const set of [two, three]) {
      set.add(key(1, 2, 3, 4));
    }
    expect([two, three].map((set) => set.has(key(1, 2, 9, 9)))).toEqual([true, false]);
    expect([two, three].map((set) => set.has(key(1, 2, 3, 9)))).toEqual([true, true]);
    expect([two, three].map((set) => set.has(key(1, 9, 3, 4)))).toEqual([false, false]);
  });

  it('takes little more than its keys fill, also when it has just grown', () => {
    const set = new KeySet(3, true);
    for (let index = 0; index < 60_000; index++) {
      set.add(keyOf(String(index)));
    }
    expect(set.size).toBe(60_000);
    expect(set.bytes / set.size).toBeLessThan(12 * 1.25 * 1.3);
  });
});

describe('keyOf', () => {
  it('gives one key for one text, never the mark of a free slot', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { lanes } = keyOf(text);
        expect(lanes).toHaveLength(4);
        expect(lanes[0]).not.toBe(0);
        expect(keyOf(text).lanes).toEqual(lanes);
      })
    );
  });

  it('becomes a 128-bit number with the first lane lowest, as the store reads it back', () => {
    const key = { lanes: Uint32Array.of(1, 2, 3, 4) };
    expect(keyToBigInt(key)).toBe(1n + (2n << 32n) + (3n << 64n) + (4n << 96n));
    expect(keyToBigInt({ lanes: Uint32Array.of(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff) })).toBe(
      (1n << 128n) - 1n
    );
  });
});
