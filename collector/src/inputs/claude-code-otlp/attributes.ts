import { array, finite, object, string } from '../narrow.ts';

/** OTLP attributes of one resource, point or record, by name. */
export type Attributes = ReadonlyMap<string, string | number | boolean>;

/**
 * Names that may be read. Everything else (user and organisation ids, prompts, tool input, paths, error texts) is dropped
 * here, before anything can store or log it.
 */
const READ = new Set([
  ...['swarm.id', 'swarm.topology', 'session.id', 'service.name', 'event.name', 'event.sequence', 'event.timestamp'],
  ...[
    'model',
    'type',
    'query_source',
    'agent.name',
    'start_type',
    'decision',
    'source',
    'tool_name',
    'tool_use_id',
    'success',
    'error_type',
  ],
  ...[
    'duration_ms',
    'cost_usd',
    'input_tokens',
    'output_tokens',
    'cache_read_tokens',
    'cache_creation_tokens',
    'request_id',
    'status_code',
  ],
  ...['agent_type', 'total_tokens', 'total_tool_uses', 'language', 'agent_id', 'attempt'],
]);

export function readAttributes(value: unknown): Attributes {
  const result = new Map<string, string | number | boolean>();
  for (const entry of array(value) ?? []) {
    const attribute = object(entry);
    const key = string(attribute?.['key']);
    const read = key !== undefined && READ.has(key) ? readValue(attribute?.['value']) : undefined;
    if (key !== undefined && read !== undefined) {
      result.set(key, read);
    }
  }
  return result;
}

/** An OTLP AnyValue; 64-bit integers may come as numbers or as text. */
function readValue(value: unknown): string | number | boolean | undefined {
  const any = object(value);
  const whole = any?.['intValue'];
  return (
    string(any?.['stringValue']) ??
    finite(any?.['doubleValue']) ??
    (typeof whole === 'string' && /^-?\d+$/.test(whole) ? Number(whole) : finite(whole)) ??
    (typeof any?.['boolValue'] === 'boolean' ? any['boolValue'] : undefined)
  );
}

export function text(attributes: Attributes, name: string): string | undefined {
  const value = attributes.get(name);
  return value === undefined ? undefined : String(value);
}

/** A number, also where Claude Code sends it as text. */
export function number(attributes: Attributes, name: string): number | undefined {
  const value = attributes.get(name);
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return finite(parsed);
}

export function flag(attributes: Attributes, name: string): boolean | undefined {
  const value = attributes.get(name);
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;
}

/** Epoch ms of a nanosecond time, which JSON carries as text because it does not fit a number. */
export function nanoTime(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) {
    const nanos = BigInt(value);
    return nanos === 0n ? undefined : Number(nanos / 1_000_000n) + Number(nanos % 1_000_000n) / 1e6;
  }
  const number = finite(value);
  return number === undefined || number === 0 ? undefined : number / 1e6;
}
