import type { MetricSource } from '../../../src/core/metrics/records.ts';

/** The integration guide's metric record as a source yields it. Without an id it gets one. */
export interface SourceMetric {
  id?: string;
  /** Epoch ms, or ISO 8601 with a zone: when it was measured, or when the task ended. */
  timestamp: number | string;
  swarmId: string;
  agentId?: string;
  metricType: string;
  value: number;
  unit: string;
  tags?: Record<string, string | number | boolean>;
  metadata?: Record<string, unknown>;
}

export type SourceMetrics = Iterable<SourceMetric> | AsyncIterable<SourceMetric>;

/** Asked once an interval for what it has measured since; `signal` is aborted when it takes too long. */
export type SourceFunction = (signal: AbortSignal) => SourceMetrics | Promise<SourceMetrics>;

/** What the collector asks: a function, or an object with one. */
export type CollectorSource = SourceFunction | { collect: SourceFunction };

export interface RegisteredSource {
  name: MetricSource;
  collect: SourceFunction;
}

/** Everything that a source yields in one go, at most `most`. @throws what the source throws, or an Error after `timeoutMs`. */
export async function readSource(source: RegisteredSource, timeoutMs: number, most: number): Promise<SourceMetric[]> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new Error(`source ${source.name} did not answer within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([readAll(source, controller.signal, most), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readAll(
  { name, collect }: RegisteredSource,
  signal: AbortSignal,
  most: number
): Promise<SourceMetric[]> {
  const metrics: SourceMetric[] = [];
  for await (const metric of await collect(signal)) {
    if (signal.aborted) {
      break;
    }
    metrics.push(metric);
    if (metrics.length > most) {
      throw new Error(`source ${name} yields more than the ${most} records that the buffer holds`);
    }
  }
  return metrics;
}
