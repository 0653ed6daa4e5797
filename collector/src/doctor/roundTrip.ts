import { randomUUID } from 'node:crypto';
import type { CollectorClient } from '../cli/collector.ts';
import { CHECK_ATTRIBUTE } from '../inputs/claude-code-otlp/checks.ts';

export interface RoundTrip {
  ok: boolean;
  /** ms, of the whole way there and back; only of one that came back. */
  tookMs?: number;
  message: string;
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

/**
 * Sends what Claude Code would send, marked as a check, and reads back what became of it. The collector decodes and judges
 * it like any export and stores none of it.
 * @throws ServiceError when no collector answers.
 */
export async function roundTrip(collector: CollectorClient): Promise<RoundTrip> {
  const id = randomUUID();
  const began = performance.now();
  for (const [path, body] of [
    ['/v1/metrics', metricsBody(id, Date.now())],
    ['/v1/logs', logsBody(id, Date.now())],
  ] as const) {
    const { status, body: answer } = await collector.ask(path, body);
    if (status !== 200 || 'partialSuccess' in answer) {
      const partial: unknown = answer['partialSuccess'];
      const why =
        typeof partial === 'object' && partial !== null && 'errorMessage' in partial
          ? partial.errorMessage
          : answer['detail'];
      return { ok: false, message: `${path} answers ${status}: ${String(why ?? 'no reason given')}` };
    }
  }
  const { status, body } = await collector.ask(`/api/v1/checks/${id}`);
  const signals = JSON.stringify(body['signals'] ?? {});
  const ok = status === 200 && signals === JSON.stringify({ metrics: ACCEPTED, logs: ACCEPTED });
  return ok
    ? {
        ok,
        tookMs: performance.now() - began,
        message: 'a metric and an event came in, were accepted and read back; nothing of them is stored',
      }
    : { ok, message: `what was sent can’t be read back (status ${status}): the collector may be of an older version` };
}

const ACCEPTED = { accepted: 1, rejected: 0 };

const resource = (id: string) => ({
  attributes: [text('service.name', 'claude-flow-perf-doctor'), text(CHECK_ATTRIBUTE, id)],
});
const own = (id: string) => [text('session.id', id)];

function metricsBody(id: string, now: number): object {
  const dataPoints = [
    {
      attributes: [...own(id), text('type', 'input')],
      startTimeUnixNano: `${now - 1}000000`,
      timeUnixNano: `${now}000000`,
      asDouble: 1,
    },
  ];
  const metrics = [
    { name: 'claude_code.token.usage', sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints } },
  ];
  return {
    resourceMetrics: [
      { resource: resource(id), scopeMetrics: [{ scope: { name: 'com.anthropic.claude_code' }, metrics }] },
    ],
  };
}

function logsBody(id: string, now: number): object {
  const attributes = [...own(id), text('event.name', 'api_request'), { key: 'event.sequence', value: { intValue: 1 } }];
  const logRecords = [{ timeUnixNano: `${now}000000`, body: { stringValue: 'claude_code.api_request' }, attributes }];
  return {
    resourceLogs: [
      { resource: resource(id), scopeLogs: [{ scope: { name: 'com.anthropic.claude_code.events' }, logRecords }] },
    ],
  };
}
