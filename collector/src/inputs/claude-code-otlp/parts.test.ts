import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readParts } from './parts.ts';

const LOGS = { root: 'resourceLogs', scopes: 'scopeLogs', items: 'logRecords' };

interface Scope {
  name?: string;
  logRecords?: unknown;
}
interface Resource {
  resource?: unknown;
  scopeLogs?: unknown;
}

const partsOf = (text: string) => [...readParts(Buffer.from(text), LOGS)];

/** Every item with what it stands under: what parts and the whole have to agree on. */
function itemsIn(request: unknown): string[] {
  const { resourceLogs } = request as { resourceLogs: Resource[] };
  return resourceLogs.flatMap(({ resource, scopeLogs }) =>
    (scopeLogs as Scope[]).flatMap(({ name, logRecords }) =>
      (logRecords as unknown[]).map((item) => JSON.stringify([resource, name, item]))
    )
  );
}

const item = (index: number) => ({
  body: `say "logRecords": [ ${index}, \\" ]} \u2028 é 😀`,
  attributes: [{ key: 'logRecords', value: { arrayValue: { values: [{ logRecords: [1, 2] }, index] } } }],
});
const items = (count: number) => Array.from({ length: count }, (_, index) => item(index));

describe('readParts', () => {
  it('gives the whole request as one part when no list is long', () => {
    const request = { resourceLogs: [{ resource: 1, scopeLogs: [{ logRecords: items(500) }] }], other: true };
    expect(partsOf(JSON.stringify(request))).toEqual([request]);
  });

  it.each(['null', '[]', '"logRecords"', '5', '{}', '{"resourceLogs":{}}', '{"logRecords":[1,2]}'])(
    'gives %s as it is',
    (text) => {
      expect(partsOf(text)).toEqual([JSON.parse(text)]);
    }
  );

  it.each([0, undefined, 2])('holds the same items as the whole, written with indent %s', (indent) => {
    const request = {
      resourceLogs: [
        {
          scopeLogs: [
            { logRecords: items(1203), name: 'a' },
            { name: 'b', logRecords: [] },
          ],
          resource: { attributes: [] },
        },
        { resource: 'second', scopeLogs: [{ name: 'c', logRecords: items(3) }] },
      ],
    };
    const parts = partsOf(JSON.stringify(request, null, indent));
    expect(parts.flatMap(itemsIn)).toEqual(itemsIn(request));
    expect(parts.map((part) => itemsIn(part).length)).toEqual([500, 500, 203, 0, 3]);
  });

  it('holds the same items, whatever they are and however many', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const scope = fc.record({ name: fc.string(), logRecords: fc.array(value, { maxLength: 3 }) });
    const long = fc
      .tuple(fc.string(), value, fc.integer({ min: 490, max: 1100 }))
      .map(([name, one, length]) => ({ name, logRecords: Array.from({ length }, () => one) }));
    const resource = fc.record({ resource: value, scopeLogs: fc.array(fc.oneof(scope, long), { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 3 }), (resourceLogs) => {
        const request = { resourceLogs };
        expect(partsOf(JSON.stringify(request)).flatMap(itemsIn)).toEqual(itemsIn(request));
      }),
      { numRuns: 60 }
    );
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -40)],
    ['cut off within a list', (text: string) => text.slice(0, text.length / 2)],
    ['a comma too many at the end of a piece', (text: string) => text.replace(/\]\}\]\}\]\}$/, ',]}]}]}')],
    ['a bracket of the wrong kind', (text: string) => text.replace(',0]}}', ',0}}}')],
    ['something after it', (text: string) => `${text}x`],
    ['an item that is none', (text: string) => text.replace('"body"', 'body')],
  ])('refuses a text that is no JSON: %s', (_, spoil) => {
    const text = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: items(1000) }] }] });
    expect(() => JSON.parse(spoil(text))).toThrow(SyntaxError);
    expect(() => partsOf(spoil(text))).toThrow(SyntaxError);
  });

  it('reads the last of two lists of the same name, as every reader of JSON does', () => {
    const list = (count: number, from: number) =>
      JSON.stringify(Array.from({ length: count }, (_, index) => from + index));
    const text = `{"resourceLogs":[{"scopeLogs":[{"logRecords":${list(600, 0)},"logRecords":${list(501, 1000)}}]}]}`;
    expect(partsOf(text).flatMap(itemsIn)).toEqual(itemsIn(JSON.parse(text)));
  });

  it('takes no text of a sender for one of its own marks', () => {
    const text = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: items(600) }, { logRecords: '0' }] }] });
    expect(partsOf(text)).toHaveLength(2);
  });
});
