import { randomUUID } from 'node:crypto';
import { array, object } from '../narrow.ts';

/**
 * A JSON request part by part. Parsed JSON is up to ten times as large as its text, so a large request is parsed in pieces
 * that hold a few hundred items each, under the same resource and scope; only what is read of them stays.
 */

/** Items of one part. */
const PART_ITEMS = 500;
/** Lists of items stand in objects at this depth: request, list of resources, resource, list of scopes, scope. */
const SCOPE_DEPTH = 5;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = { curly: 0x7b, square: 0x5b };
const CLOSE = { curly: 0x7d, square: 0x5d };
/** Space and the control characters before it: the white space of JSON. */
const SPACE = 0x20;

/** Names of the lists of a request, from its root down. */
export interface ListNames {
  root: string;
  scopes: string;
  items: string;
}

interface Range {
  from: number;
  to: number;
}

/** Where a list of items lies in the text, brackets included, and up to `PART_ITEMS` of its items each. */
interface ItemList extends Range {
  pieces: Range[];
}

/**
 * The parts of one request: together they say what the whole text says. A request without a long list is one part.
 * @throws SyntaxError when the text is no JSON, at the latest while the last part is read.
 */
export function* readParts(body: Buffer, names: ListNames): Generator<unknown> {
  const lists = findLists(body, names.items);
  if (lists.every(({ pieces }) => pieces.length <= 1)) {
    yield JSON.parse(body.toString('utf8'));
    return;
  }
  // Not to be guessed, so that no text of a sender is taken for it.
  const mark = randomUUID();
  const request = parse(withoutLists(body, lists, mark));
  const resources = array(object(request)?.[names.root]) ?? [];
  for (const resource of resources) {
    for (const scope of array(object(resource)?.[names.scopes]) ?? []) {
      for (const items of itemsOf(body, listOf(object(scope)?.[names.items], lists, mark))) {
        const part = { ...object(scope), [names.items]: items };
        yield { [names.root]: [{ ...object(resource), [names.scopes]: [part] }] };
      }
    }
  }
}

function listOf(value: unknown, lists: readonly ItemList[], mark: string): ItemList | undefined {
  return typeof value === 'string' && value.startsWith(mark) ? lists[Number(value.slice(mark.length))] : undefined;
}

function* itemsOf(body: Buffer, list: ItemList | undefined): Generator<unknown> {
  for (const { from, to } of list?.pieces ?? []) {
    yield parse(`[${body.toString('utf8', from, to)}]`);
  }
}

/** The engine names a position in the piece, which is none in the body. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError('a part is no JSON');
  }
}

/** The text with a mark and its number in the place of each list. */
function withoutLists(body: Buffer, lists: readonly ItemList[], mark: string): string {
  const texts = lists.map(
    ({ from }, index) => `${body.toString('utf8', lists[index - 1]?.to ?? 0, from)}"${mark}${index}"`
  );
  return `${texts.join('')}${body.toString('utf8', lists.at(-1)?.to ?? 0)}`;
}

/** Looks at brackets and texts only: whether it is JSON shows when it is parsed. */
function findLists(body: Buffer, name: string): ItemList[] {
  const wanted = Buffer.from(name);
  const lists: ItemList[] = [];
  let list: ItemList | undefined;
  let [depth, items, pieceFrom] = [0, 0, 0];
  for (let at = 0; at < body.length; at++) {
    switch (body[at]) {
      case QUOTE: {
        const end = endOfText(body, at);
        const opening = depth === SCOPE_DEPTH && isText(body, at, end, wanted) ? listAfter(body, end) : undefined;
        if (opening === undefined) {
          at = end;
        } else {
          list = { from: opening, to: opening, pieces: [] };
          [items, pieceFrom] = [0, opening + 1];
          depth++;
          at = opening;
        }
        break;
      }
      case OPEN.curly:
      case OPEN.square:
        depth++;
        break;
      case CLOSE.curly:
      case CLOSE.square:
        depth--;
        if (list && depth === SCOPE_DEPTH) {
          // After a comma an item has to follow: the comma is left in the piece, so that parsing it fails.
          const from = list.pieces.length > 0 && isBlank(body, pieceFrom, at) ? pieceFrom - 1 : pieceFrom;
          lists.push({ ...list, to: at + 1, pieces: [...list.pieces, { from, to: at }] });
          list = undefined;
        }
        break;
      case COMMA:
        if (list && depth === SCOPE_DEPTH + 1 && ++items % PART_ITEMS === 0) {
          list.pieces.push({ from: pieceFrom, to: at });
          pieceFrom = at + 1;
        }
    }
  }
  return lists;
}

/** Index of the quote that ends the text which starts at `from`. */
function endOfText(body: Buffer, from: number): number {
  let at = from + 1;
  while (at < body.length && body[at] !== QUOTE) {
    at += body[at] === BACKSLASH ? 2 : 1;
  }
  return at;
}

function isText(body: Buffer, from: number, end: number, wanted: Buffer): boolean {
  return end - from - 1 === wanted.length && body.compare(wanted, 0, wanted.length, from + 1, end) === 0;
}

/** Index of the bracket of a list that a name ending here is the name of. */
function listAfter(body: Buffer, end: number): number | undefined {
  const colon = afterSpace(body, end + 1);
  const opening = afterSpace(body, colon + 1);
  return body[colon] === COLON && body[opening] === OPEN.square ? opening : undefined;
}

function afterSpace(body: Buffer, from: number): number {
  let at = from;
  while (at < body.length && (body[at] ?? 0) <= SPACE) {
    at++;
  }
  return at;
}

function isBlank(body: Buffer, from: number, to: number): boolean {
  return afterSpace(body, from) >= to;
}
