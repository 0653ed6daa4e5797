import type { Rejection } from '../../ingest/account.ts';
import { check } from '../../ingest/check.ts';
import { array, object, string } from '../narrow.ts';
import type { Decoded } from './decoded.ts';
import { decodeLogs } from './logs.ts';
import { decodeMetrics } from './metrics.ts';
import type { PartialSuccess, Signal } from './receiver.ts';

/** Resource attribute that marks an export as a check of the way: decoded and judged like any other, never stored. */
export const CHECK_ATTRIBUTE = 'claude_flow_perf.check';

/** Checks that are remembered; older ones are forgotten. */
const MOST_CHECKS = 100;
const ID = /^[\w-]{8,64}$/;

/** What became of a check's items, of all requests that carried its id. */
export interface CheckResult {
  id: string;
  receivedAt: number;
  signals: Record<string, { accepted: number; rejected: number }>;
}

/** What a check may hold: what is decoded without a memory of earlier requests. */
const DECODERS: Partial<Record<Signal, (request: Record<string, unknown>) => Decoded>> = {
  metrics: decodeMetrics,
  logs: decodeLogs,
};
const ROOTS: Record<string, string> = { metrics: 'resourceMetrics', logs: 'resourceLogs', traces: 'resourceSpans' };

/**
 * Checks of the way in: they come by the port, key, body reader and decoder of every export and are judged by the same gate,
 * but end before the store and before the books of the input.
 */
export class OtlpChecks {
  private readonly results = new Map<string, CheckResult>();
  private received = 0;

  constructor(private readonly clock: () => number = Date.now) {}

  get count(): number {
    return this.received;
  }

  find(id: string): CheckResult | undefined {
    return this.results.get(id);
  }

  /** Takes the checks out of an export request. `rest` is what is real of it: undefined when it was all checks. */
  take(signal: Signal, body: unknown): { rest: unknown; refused: PartialSuccess | undefined } {
    const request = object(body);
    const root = ROOTS[signal];
    const { real, checks } = splitChecks(array(request?.[root]) ?? []);
    if (!request || checks.size === 0) {
      return { rest: body, refused: undefined };
    }
    const rejected = [...checks].flatMap(([id, resources]) => this.judge(signal, id, { [root]: resources }));
    return {
      rest: real.length > 0 ? { ...request, [root]: real } : undefined,
      refused:
        rejected.length > 0
          ? { rejected: rejected.length, errorMessage: rejected.map(({ message }) => message).join('; ') }
          : undefined,
    };
  }

  private judge(signal: Signal, id: string, request: Record<string, unknown>): Rejection[] {
    const now = this.clock();
    const items = DECODERS[signal]?.(request).items ?? [];
    const refused = items.flatMap((item) => {
      const judged = Array.isArray(item) ? item.map((record) => check(record, now)) : [];
      const late = judged.flatMap((checked) => (checked.ok ? [] : [checked.rejection]));
      return Array.isArray(item) ? late.slice(0, 1) : [item];
    });
    this.note(id, signal, { accepted: items.length - refused.length, rejected: refused.length }, now);
    return refused;
  }

  private note(id: string, signal: Signal, outcome: { accepted: number; rejected: number }, receivedAt: number): void {
    this.received++;
    const before = this.results.get(id)?.signals;
    const { accepted, rejected } = before?.[signal] ?? { accepted: 0, rejected: 0 };
    const sum = { accepted: accepted + outcome.accepted, rejected: rejected + outcome.rejected };
    const signals = { ...before, [signal]: sum };
    this.results.delete(id);
    this.results.set(id, { id, receivedAt, signals });
    const [oldest] = this.results.keys();
    if (this.results.size > MOST_CHECKS && oldest !== undefined) {
      this.results.delete(oldest);
    }
  }
}

/** Takes the resources that belong to a check out of those of an export request. */
function splitChecks(resources: readonly unknown[]): { real: unknown[]; checks: Map<string, unknown[]> } {
  const real: unknown[] = [];
  const checks = new Map<string, unknown[]>();
  for (const resource of resources) {
    const id = checkId(resource);
    if (id === undefined) {
      real.push(resource);
    } else {
      checks.set(id, [...(checks.get(id) ?? []), resource]);
    }
  }
  return { real, checks };
}

function checkId(resource: unknown): string | undefined {
  const attributes = array(object(object(resource)?.['resource'])?.['attributes']) ?? [];
  const value = attributes.map(object).find((attribute) => attribute?.['key'] === CHECK_ATTRIBUTE)?.['value'];
  const id = string(object(value)?.['stringValue']);
  return id !== undefined && ID.test(id) ? id : undefined;
}
