/** Reading of foreign JSON: each function gives the value if it has the expected form, else undefined. */

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function object(value: unknown): Record<string, unknown> | undefined {
  return isObject(value) ? value : undefined;
}

export function array(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Epoch ms of an ISO 8601 text with a zone, or a number taken as epoch ms. */
export function time(value: unknown): number | undefined {
  if (typeof value === 'string') {
    const parsed = /(?:[zZ]|[+-]\d\d:?\d\d)$/.test(value) ? Date.parse(value) : NaN;
    return Number.isFinite(parsed) ? parsed : undefined;
  }
  return finite(value);
}

/** Own fields only: a key called `__proto__` is a key like any other. */
export function entries(value: unknown): Array<[string, unknown]> {
  return isObject(value) ? Object.entries(value) : [];
}
