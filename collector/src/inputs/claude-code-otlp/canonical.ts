import { array, object, string } from '../narrow.ts';

/**
 * One form of what OTLP writes in several, so that ids made of it are the same whether a batch came as JSON or protobuf, and
 * in whatever order its attributes stood.
 */

/** Deeper nesting is cut: no attribute that Claude Code sends has any. */
const MOST_DEPTH = 4;

/** Attributes by name, as text. They are hashed, not kept: also those that may not be read make a series another one. */
export function canonicalAttributes(value: unknown, depth = 0): string {
  const pairs = (array(value) ?? []).map((entry) => {
    const attribute = object(entry);
    return `${JSON.stringify(string(attribute?.['key']) ?? '')}:${canonicalValue(attribute?.['value'], depth)}`;
  });
  return `{${pairs.sort().join(',')}}`;
}

function canonicalValue(value: unknown, depth: number): string {
  const any = object(value);
  const kind = Object.keys(any ?? {}).find((name) => any?.[name] !== undefined && any[name] !== null);
  const content = kind === undefined ? undefined : any?.[kind];
  switch (kind) {
    case 'intValue':
      return `i${wholeText(content) ?? ''}`;
    case 'doubleValue':
      return `d${Number(content)}`;
    case 'arrayValue':
      return depth < MOST_DEPTH
        ? `[${(array(object(content)?.['values']) ?? []).map((item) => canonicalValue(item, depth + 1)).join(',')}]`
        : '[]';
    case 'kvlistValue':
      return depth < MOST_DEPTH ? canonicalAttributes(object(content)?.['values'], depth + 1) : '{}';
    case undefined:
      return '';
    default:
      return JSON.stringify(String(content));
  }
}

/** Name and version of an instrumentation scope. */
export function canonicalScope(value: unknown): string {
  const scope = object(value);
  return JSON.stringify([string(scope?.['name']) ?? '', string(scope?.['version']) ?? '']);
}

/** A 64-bit integer as decimal text; undefined when it is none. */
export function wholeText(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return /^-?\d{1,20}$/.test(value) ? String(BigInt(value)) : undefined;
  }
  return typeof value === 'number' && Number.isInteger(value) ? String(BigInt(value)) : undefined;
}

/** A trace or span id as lower-case hex: JSON carries hex, protobuf bytes that arrive here as base64. */
export function hexId(value: unknown): string | undefined {
  const text = string(value);
  if (text === undefined) {
    return undefined;
  }
  if (/^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i.test(text)) {
    return text.toLowerCase();
  }
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 8 || bytes.length === 16 ? bytes.toString('hex') : undefined;
}
