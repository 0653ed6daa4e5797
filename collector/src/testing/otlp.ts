import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { SIGNALS, type Signal } from '../inputs/claude-code-otlp/receiver.ts';
import { NOON } from './records.ts';

type Value = string | number | boolean | { [kind: string]: unknown };

/** Epoch ms as OTLP carries it: nanoseconds as text. */
export const nanos = (time: number) => `${BigInt(Math.round(time)) * 1_000_000n}`;

export function attributes(values: Record<string, Value | undefined>) {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }]
  );
}

function anyValue(value: Value): object {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
    default:
      return value;
  }
}

/** A point of a metric in an export request of its own. */
export function metricsBody(
  name: string,
  point: Record<string, unknown>,
  { resource = {}, temporality = 1 }: { resource?: Record<string, Value>; temporality?: unknown } = {}
) {
  return {
    resourceMetrics: [
      {
        resource: { attributes: attributes(resource) },
        scopeMetrics: [
          {
            scope: { name: 'com.anthropic.claude_code' },
            metrics: [{ name, sum: { aggregationTemporality: temporality, isMonotonic: true, dataPoints: [point] } }],
          },
        ],
      },
    ],
  };
}

export function point(own: Record<string, Value | undefined> = {}, fields: Record<string, unknown> = {}) {
  return {
    attributes: attributes({ 'swarm.id': 'swarm-1', 'session.id': 'session-1', ...own }),
    startTimeUnixNano: nanos(NOON - 1000),
    timeUnixNano: nanos(NOON),
    asDouble: 5,
    ...fields,
  };
}

/** An event in an export request of its own. */
export function logsBody(...records: Array<Record<string, unknown>>) {
  return { resourceLogs: [{ resource: {}, scopeLogs: [{ scope: {}, logRecords: records }] }] };
}

export function event(name: string, own: Record<string, Value | undefined> = {}, fields: Record<string, unknown> = {}) {
  return {
    timeUnixNano: nanos(NOON),
    body: { stringValue: `claude_code.${name}` },
    attributes: attributes({
      'swarm.id': 'swarm-1',
      'session.id': 'session-1',
      'event.name': name,
      'event.sequence': 1,
      ...own,
    }),
    ...fields,
  };
}

/** A span in an export request of its own. */
export function tracesBody(...spans: Array<Record<string, unknown>>) {
  return { resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans }] }] };
}

export function span(name: string, own: Record<string, Value | undefined> = {}, fields: Record<string, unknown> = {}) {
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name: `claude_code.${name}`,
    startTimeUnixNano: nanos(NOON - 1000),
    endTimeUnixNano: nanos(NOON),
    attributes: attributes({ 'swarm.id': 'swarm-1', 'session.id': 'session-1', ...own }),
    ...fields,
  };
}

const FIXTURES = fileURLToPath(new URL('../../../tests/fixtures', import.meta.url));

/** The recorded export requests of Claude Code, in the order in which they arrived. */
export async function recordedExports(signal: Signal): Promise<unknown[]> {
  return lines(await readFile(`${FIXTURES}/claude-code-otlp/otlp-v1_${signal}.jsonl`, 'utf8'));
}

/** The same of sessions with sub-agents, denials and failures. */
export async function recordedSessions(signal: Signal): Promise<unknown[]> {
  const packed = await readFile(`${FIXTURES}/claude-code-sessions/otlp-v1_${signal}.jsonl.gz`);
  return lines(gunzipSync(packed).toString('utf8'));
}

/** Raw protobuf bodies of one session, in the order in which they arrived. */
export async function recordedProtobuf(): Promise<Array<{ signal: Signal; body: Buffer }>> {
  const folder = `${FIXTURES}/claude-code-sessions/otlp-protobuf`;
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.flatMap((name) => {
      const signal = SIGNALS.find((candidate) => name.includes(candidate));
      return signal ? [readFile(`${folder}/${name}`).then((body) => ({ signal, body }))] : [];
    })
  );
}

function lines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
