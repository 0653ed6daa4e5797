import { describe, expect, it } from 'vitest';
import { JsonElements } from './jsonElements.ts';

function elements(
  document: string | Buffer,
  { cut = 1e9, wants = (index: number): boolean => index >= 0, most = 1000 } = {}
) {
  const reader = new JsonElements('receipts', wants, most);
  const found: Array<string | undefined> = [];
  const bytes = Buffer.from(document);
  const shared = Buffer.alloc(Math.min(cut, bytes.length));
  for (let at = 0; at < bytes.length; at += cut) {
    // As a reader does: the same bytes are filled again and again.
    const size = bytes.copy(shared, 0, at, at + cut);
    reader.push(shared.subarray(0, size), (element) => found.push(element));
  }
  return { found, complete: reader.complete };
}

const RECEIPTS: unknown[] = [
  { text: 'a } ] { [ " \\ é 🐝 \n <b>', deep: { receipts: [[{ a: 1 }], []] } },
  {},
  { __proto__: null, constructor: 'x' },
];

const TRICKY = {
  version: 1,
  rules: [{ receipts: [{ no: 1 }] }, { text: '"receipts": [{' }],
  usage: { receipts: [{ no: 2 }] },
  receipts: RECEIPTS,
  after: [{ no: 3 }],
  migratedFrom: 'receipts',
};

describe('JsonElements', () => {
  it.each([1, 2, 3, 7, 64, 1e9])('finds exactly the elements of the named array in pieces of %i bytes', (cut) => {
    for (const space of [undefined, 2, '\t']) {
      const { found, complete } = elements(JSON.stringify(TRICKY, null, space), { cut });
      expect(found.map((text) => JSON.parse(text ?? ''))).toEqual(JSON.parse(JSON.stringify(RECEIPTS)));
      expect(complete).toBe(true);
    }
  });

  it('holds only what is wanted, and gives up what is too long', () => {
    const document = JSON.stringify({ receipts: [{ a: 1 }, { b: 'x'.repeat(2000) }, { c: 3 }] });
    for (const cut of [10, 1e9]) {
      expect(elements(document, { cut }).found).toEqual(['{"a":1}', undefined, '{"c":3}']);
      expect(elements(document, { cut, wants: (index: number): boolean => index === 2 }).found).toEqual(['{"c":3}']);
    }
  });

  it('finds nothing where there is no such array, and tells what is cut off', () => {
    for (const document of [
      '',
      '[]',
      '{"receipts": {"a": {}}}',
      '{"receipts": "[{}]"}',
      '{"receipts": [1, "{}", [{}]]}',
    ]) {
      expect(elements(document)).toEqual({ found: [], complete: true });
    }
    expect(elements('{"receipts": [{"a":1}, {"b"')).toEqual({ found: ['{"a":1}'], complete: false });
  });
});
