import {
  Counter,
  Gauge,
  Histogram,
  Registry,
  type OpenMetricsContentType,
  type PrometheusContentType,
} from 'prom-client';

export type AnyRegistry = Registry<PrometheusContentType> | Registry<OpenMetricsContentType>;

/** An empty registry that writes in the format that was asked for. */
export function registryFor(openMetrics: boolean): AnyRegistry {
  if (!openMetrics) {
    return new Registry();
  }
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry;
}

export type Labels = Record<string, string>;

export interface Point {
  labels: Labels;
  value: number;
}

/** A cumulative histogram as it was counted elsewhere. */
export interface Buckets {
  labels: Labels;
  /** Upper bounds, ascending, each with the number of values up to it. */
  upTo: ReadonlyArray<readonly [bound: number, count: number]>;
  count: number;
  sum: number;
}

/**
 * Families whose values are counted elsewhere and only written here, in a registry that lives as long as one scrape: a label
 * set that is gone is gone from the next answer. prom-client's own counters can't be set. A family without values is left out.
 */
export class Families {
  constructor(private readonly registry: AnyRegistry) {}

  gauge(name: string, help: string, points: readonly Point[]): void {
    if (points.length > 0) {
      new ReadGauge({ name, help, registers: [this.registry] }, points);
    }
  }

  counter(name: string, help: string, points: readonly Point[]): void {
    if (points.length > 0) {
      new ReadCounter({ name, help, registers: [this.registry] }, points);
    }
  }

  histogram(name: string, help: string, buckets: readonly Buckets[]): void {
    if (buckets.length > 0) {
      new ReadHistogram({ name, help, registers: [this.registry] }, buckets);
    }
  }
}

interface Description {
  name: string;
  help: string;
  registers: AnyRegistry[];
}

class ReadGauge extends Gauge {
  constructor(
    description: Description,
    private readonly points: readonly Point[]
  ) {
    super(description);
  }

  override async get(): ReturnType<Gauge['get']> {
    return { ...(await super.get()), values: [...this.points] };
  }
}

class ReadCounter extends Counter {
  constructor(
    description: Description,
    private readonly points: readonly Point[]
  ) {
    super(description);
  }

  override async get(): ReturnType<Counter['get']> {
    return { ...(await super.get()), values: [...this.points] };
  }
}

class ReadHistogram extends Histogram {
  /** Knows how a histogram describes itself; it has no values. */
  private readonly described: Histogram;

  constructor(
    description: Description,
    private readonly buckets: readonly Buckets[]
  ) {
    super(description);
    this.described = new Histogram({ ...description, registers: [] });
  }

  /** What the registry asks a histogram for, and what its `get` is made of. */
  async getForPromString(): ReturnType<Histogram['get']> {
    const described = await this.described.get();
    return { ...described, values: this.buckets.flatMap((buckets) => linesOf(described.name, buckets)) };
  }
}

function linesOf(name: string, { labels, upTo, count, sum }: Buckets) {
  const bucket = (le: string, value: number) => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le },
    value,
  });
  return [
    ...upTo.map(([bound, value]) => bucket(String(bound), value)),
    bucket('+Inf', count),
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
