import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutLongStrings } from './elide.ts';
import { LineCutter } from './lineCutter.ts';

function cut(cutter: LineCutter, pieces: readonly string[]): Array<[string, number]> {
  return pieces.flatMap((piece) =>
    [...cutter.push(Buffer.from(piece))].map(({ bytes, start }): [string, number] => [bytes.toString(), start])
  );
}

describe('LineCutter', () => {
  it('gives the same lines however the bytes come, and says where each starts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\n'), maxLength: 12 }), { maxLength: 12 }),
        (pieces) => {
          const whole = pieces.join('');
          const lines = whole.split('\n').slice(0, -1);
          let at = 0;
          const expected = lines.map((line): [string, number] => {
            const start = at;
            at += Buffer.byteLength(line) + 1;
            return [line, start];
          });
          const cutter = new LineCutter(0, () => undefined);
          expect(cut(cutter, pieces)).toEqual(expected);
          expect(cutter.unfinishedFrom).toBe(at);
        }
      )
    );
  });

  it('passes over a line that is too long, once, over readings, and goes on behind it', () => {
    let tooLong = 0;
    const cutter = new LineCutter(0, () => tooLong++, 4);
    expect(cut(cutter, ['12345'])).toEqual([]);
    expect([cutter.position, cutter.unfinishedFrom]).toEqual([5, 0]);
    cutter.rewind();
    expect(cut(cutter, ['678', '9\n1234\n12345\nab'])).toEqual([['1234', 10]]);
    expect([tooLong, cutter.position, cutter.unfinishedFrom]).toEqual([2, 21, 21]);
    cutter.rewind();
    expect(cut(cutter, ['ab\n'])).toEqual([['ab', 21]]);
  });
});

describe('withoutLongStrings', () => {
  it('leaves JSON as it is but for long strings', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('"', '\\', 'a', 'é', '\n', '{'), maxLength: 40 }),
      fc.integer({ min: 300, max: 1500 }).map((length) => '"\\a'.repeat(length))
    );
    fc.assert(
      fc.property(fc.dictionary(text, fc.array(text)), (value) => {
        const line = JSON.stringify({ pad: 'x'.repeat(600), value });
        const short: unknown = JSON.parse(withoutLongStrings(Buffer.from(line)));
        expect(JSON.stringify(short).length).toBeLessThanOrEqual(line.length);
        const all = JSON.parse(line, (_, field: unknown) =>
          typeof field === 'string' && Buffer.byteLength(JSON.stringify(field)) - 1 > 512 ? '' : field
        ) as { value: Record<string, unknown> };
        const kept = Object.entries(all.value).filter(([key]) => Buffer.byteLength(JSON.stringify(key)) - 1 <= 512);
        expect(Object.entries((short as typeof all).value).filter(([key]) => key !== '' || '' in value)).toEqual(
          expect.arrayContaining(kept.filter(([key]) => key !== ''))
        );
      })
    );
  });

  it('keeps the end of a background agent', () => {
    const end = `<task-notification>${'x'.repeat(2000)}</task-notification>`;
    expect(withoutLongStrings(Buffer.from(JSON.stringify({ end, other: 'y'.repeat(2000) })))).toBe(
      JSON.stringify({ end, other: '' })
    );
  });
});
