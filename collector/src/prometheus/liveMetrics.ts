import { Counter, Histogram } from 'prom-client';
import type { PerformanceSystem } from '../system.ts';
import { registryFor, type AnyRegistry } from './families.ts';
import { processMetrics } from './processMetrics.ts';

const HTTP_BOUNDS = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 10, 30];
const COMMIT_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * What is counted as it happens: HTTP, commits; and the process. One registry for each format: writing OpenMetrics renames the counters
 * of a registry for good.
 */
export class LiveMetrics {
  private readonly prometheus = new LiveRegistry(registryFor(false));
  private readonly openMetrics = new LiveRegistry(registryFor(true));
  private readonly formats = [this.prometheus, this.openMetrics];

  constructor(system: PerformanceSystem) {
    // From now on: the process's counters begin when they are first made.
    [true, false].forEach(processMetrics);
    system.ingestor.on('committed', (records, tookMs) =>
      this.formats.forEach((format) => format.committed(records, tookMs / 1000))
    );
    system.ingestor.on('failed', () => this.formats.forEach((format) => format.failed()));
  }

  /** `route` is the route's own pattern, undefined where there was none. */
  answered(method: string, route: string | undefined, status: number, seconds: number): void {
    const labels = {
      method: METHODS.has(method) ? method : 'other',
      route: route ?? 'none',
      code: String(status),
    };
    this.formats.forEach((format) => format.answered(labels, seconds));
  }

  /** What is written, beside what is told for one scrape only. */
  registries(openMetrics: boolean): AnyRegistry[] {
    return [processMetrics(openMetrics), (openMetrics ? this.openMetrics : this.prometheus).registry];
  }
}

type HttpLabels = Record<'method' | 'route' | 'code', string>;

class LiveRegistry {
  private readonly http: Histogram<keyof HttpLabels>;
  private readonly commits: Histogram;
  private readonly records: Counter;
  private readonly failures: Counter;

  constructor(readonly registry: AnyRegistry) {
    const registers = [registry];
    this.http = new Histogram({
      name: 'claude_flow_perf_http_request_duration_seconds',
      help: 'HTTP requests by route, from the first byte to the last of the answer.',
      labelNames: ['method', 'route', 'code'],
      buckets: HTTP_BOUNDS,
      registers,
    });
    this.commits = new Histogram({
      name: 'claude_flow_perf_ingest_commit_duration_seconds',
      help: 'Transactions of the store.',
      buckets: COMMIT_BOUNDS,
      registers,
    });
    this.records = new Counter({
      name: 'claude_flow_perf_ingest_records_total',
      help: 'Records that went through a transaction, duplicates too.',
      registers,
    });
    this.failures = new Counter({
      name: 'claude_flow_perf_ingest_failures_total',
      help: 'Transactions that failed; their senders were told.',
      registers,
    });
  }

  answered(labels: HttpLabels, seconds: number): void {
    this.http.observe(labels, seconds);
  }

  committed(records: number, seconds: number): void {
    this.commits.observe(seconds);
    this.records.inc(records);
  }

  failed(): void {
    this.failures.inc();
  }
}
