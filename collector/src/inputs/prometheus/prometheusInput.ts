import { createHash } from 'node:crypto';
import type { SampleRecord } from '../../../../src/core/metrics/records.ts';
import { parseMetricName, unitOf } from '../../../../src/core/metrics/metricTypes.ts';
import type { InputConfigOf } from '../../config/inputs.ts';
import { ServiceError } from '../../errors.ts';
import { InputAccount, type InputStatus, type Rejection } from '../../ingest/account.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import type { Input, InputContext } from '../input.ts';
import { ApiError, queryMatrix, type ApiOptions, type Series } from './api.ts';
import { baseOf, BUILT_IN, mappingOf, type Mapping } from './names.ts';
import { SeriesMemory } from './seriesMemory.ts';
import { seriesKey, seriesRecords, type SeriesOptions } from './seriesRecords.ts';

/** Most time that one query covers; halved while answers are too large. */
const LONGEST_WINDOW_MS = 3_600_000;
const SHORTEST_WINDOW_MS = 60_000;
/** How far before a window is looked: for samples that came late, and for those that a first reading starts from. */
const OVERLAP_MS = 300_000;
const TIMEOUT_MS = 30_000;
/** A selector without functions, which alone gives raw samples. */
const SELECTOR = /^\s*[A-Za-z_:][\w:]*\s*(?:\{[^]*\})?\s*$|^\s*\{[^]*\}\s*$/;

const TOO_MANY_SERIES: Rejection = {
  reason: 'over_limit',
  message: 'there are more series than are read: narrow them with a selector in "series", or a recording rule',
};

interface Asked {
  query: string;
  /** Undefined: what the name of the series says. */
  mapping?: Mapping;
}

/** What is in a Prometheus, VictoriaMetrics or Mimir already, read as raw samples: nothing is interpolated. */
export class PrometheusInput implements Input {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private windowMs = LONGEST_WINDOW_MS;

  private constructor(
    private readonly account: InputAccount,
    private readonly api: ApiOptions,
    private readonly asked: readonly Asked[],
    private readonly options: SeriesOptions,
    private readonly times: { intervalMs: number; backfillMs: number },
    private readonly ingestor: Submitter,
    private readonly memory: SeriesMemory,
    private readonly clock: () => number
  ) {}

  /** @throws ServiceError `CONFIG` when the URL holds a password, or a configured series can't be read. */
  static create(
    config: InputConfigOf<'prometheus'>,
    { ingestor, notes }: Pick<InputContext, 'ingestor' | 'notes'>,
    clock: () => number = Date.now
  ): PrometheusInput {
    const { origin, host, pathname, username, password } = new URL(config.url);
    if (username !== '' || password !== '') {
      throw new ServiceError(
        'CONFIG',
        'Leave name and password out of the URL: send them in "headers" as Authorization.'
      );
    }
    const place = `${origin}${pathname.replace(/\/+$/, '')}`;
    const id = `prometheus:${host}${pathname.replace(/\/+$/, '')}`;
    const hash = createHash('sha256').update(place).digest('hex').slice(0, 16);
    const { swarmLabel, swarm, agentLabel, intervalMs, backfillMs, headers } = config;
    return new PrometheusInput(
      new InputAccount(id, 'prometheus'),
      { url: place, headers, timeoutMs: TIMEOUT_MS },
      [{ query: BUILT_IN }, ...config.series.map(configured)],
      { scope: `prometheus:${hash}`, swarmLabel, swarm, agentLabel },
      { intervalMs, backfillMs },
      ingestor,
      new SeriesMemory(notes, `prometheus:${hash}`),
      clock
    );
  }

  get id(): string {
    return this.account.id;
  }

  async start(): Promise<void> {
    this.round = this.poll();
    await this.round;
    this.schedule();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.round;
  }

  status(): InputStatus {
    return this.account.status();
  }

  private schedule(): void {
    if (!this.stopping.signal.aborted) {
      this.timer = setTimeout(() => {
        this.round = this.poll().finally(() => this.schedule());
      }, this.times.intervalMs);
    }
  }

  /** Reads everything up to now, window by window. What fails is tried again from there. */
  private async poll(): Promise<void> {
    const now = this.clock();
    const began = this.memory.from ?? now - this.times.backfillMs;
    const problems = new Set<string>();
    try {
      for (let from = began; from < now;) {
        const to = Math.min(now, from + this.windowMs);
        if (await this.readWindow(from, to, problems)) {
          from = to;
          this.account.advance(to < now ? (to - began) / (now - began) : undefined);
        }
        if (this.stopping.signal.aborted) {
          return;
        }
      }
      this.report(problems);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.account.report(
        'degraded',
        error instanceof ApiError
          ? `Prometheus could not be read: ${why}. It is asked again; nothing is lost while it keeps its samples.`
          : `Could not be stored, will be tried again: ${why}`
      );
    }
  }

  private report(problems: ReadonlySet<string>): void {
    if (problems.size > 0) {
      this.account.report('degraded', [...problems].join('; '));
    } else if (this.memory.size === 0) {
      this.account.report(
        'waiting',
        'It answers, but has no series of Claude Code or claude-flow: check that it scrapes them, or configure "series".'
      );
    } else {
      this.account.report('ok');
    }
  }

  /** False when the window was too large: it is smaller now. */
  private async readWindow(from: number, to: number, problems: Set<string>): Promise<boolean> {
    const first = this.memory.from === undefined;
    const start = from - OVERLAP_MS;
    const found: Array<{ key: string; series: Series; mapping: Mapping }> = [];
    for (const { query, mapping } of this.asked) {
      try {
        const range = `${Math.ceil((to - start) / 1000)}s`;
        const { series, partial } = await queryMatrix(this.api, `${query}[${range}]`, to, this.stopping.signal);
        if (partial) {
          problems.add('the server says that its answer is not complete');
        }
        found.push(...unique(series, query, mapping));
      } catch (error) {
        if (error instanceof ApiError && error.trouble === 'too_much' && this.windowMs > SHORTEST_WINDOW_MS) {
          this.windowMs = Math.max(SHORTEST_WINDOW_MS, this.windowMs / 2);
          return false;
        }
        throw error;
      }
    }
    await this.store(found, { from, to, first }, problems);
    return true;
  }

  private async store(
    found: ReadonlyArray<{ key: string; series: Series; mapping: Mapping }>,
    { from, to, first }: { from: number; to: number; first: boolean },
    problems: Set<string>
  ): Promise<void> {
    const records: SampleRecord[] = [];
    const rejected: Rejection[] = [];
    for (const { key, series, mapping } of found) {
      const before = this.memory.get(key);
      if (before === undefined && !this.memory.hasRoom) {
        // Those before the window were told when it was read.
        rejected.push(...series.points.filter(({ at }) => at > from).map(() => TOO_MANY_SERIES));
        problems.add(TOO_MANY_SERIES.message);
        continue;
      }
      // At the very beginning a series may be older than what is looked at: its first sample is only where it starts.
      const firstAt = series.points[0]?.at ?? 0;
      const read = seriesRecords(key, series, mapping, before, !first || firstAt > from, this.options);
      records.push(...read.records);
      rejected.push(...read.rejected);
      if (read.last) {
        this.memory.set(key, read.last);
      }
    }
    try {
      if (records.length > 0) {
        await this.ingestor.submit(this.account, records);
      }
    } catch (error) {
      this.memory.undo();
      throw error;
    }
    rejected.forEach((rejection) => this.account.reject(rejection));
    rejected.slice(0, 1).forEach(({ message }) => problems.add(message));
    this.memory.commit(to);
  }
}

/** @throws ServiceError `CONFIG` */
function configured({ query, metricType, factor, type }: InputConfigOf<'prometheus'>['series'][number]): Asked {
  const name = parseMetricName(metricType);
  if (name === undefined) {
    throw new ServiceError('CONFIG', `"${metricType}" is no name of a metric type: use letters, digits and "_".`);
  }
  if (!SELECTOR.test(query)) {
    throw new ServiceError(
      'CONFIG',
      `"${query}" is no selector. Only selectors give raw samples; for an expression, add a recording rule and select its name.`
    );
  }
  return { query, mapping: { metricType: name, unit: unitOf(name) ?? 'count', factor, type } };
}

/** Each series once, though several names with other suffixes may hold it. */
function unique(
  series: readonly Series[],
  query: string,
  mapping: Mapping | undefined
): Array<{ key: string; series: Series; mapping: Mapping }> {
  const found = new Map<string, { key: string; series: Series; mapping: Mapping }>();
  for (const one of series) {
    const name = one.labels['__name__'] ?? '';
    const base = mapping ? `${query} ${name}` : baseOf(name);
    const known = mapping ?? (base === undefined ? undefined : mappingOf(base));
    if (base === undefined || known === undefined) {
      continue;
    }
    const key = seriesKey(base, one.labels);
    const other = found.get(key);
    if (!other || name.length > (other.series.labels['__name__'] ?? '').length) {
      found.set(key, { key, series: one, mapping: known });
    }
  }
  return [...found.values()];
}
