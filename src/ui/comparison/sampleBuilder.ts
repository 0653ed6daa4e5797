import type { Field } from '@grafana/data';
import type { MetricSamples, OutcomeGroup, ValueGroup } from '../../core/compare/types.ts';
import { findMetric, METRICS, type MetricDefinition } from '../../core/metrics/catalogue.ts';
import { GRAFANA_UNITS } from '../../core/metrics/units.ts';
import type { ComparisonOptions, Origin, SampleMetric } from './model.ts';

/** What the frames say of a metric. */
export interface MetricAbout {
  id: string;
  name: string;
  field: Field;
  direction: ComparisonOptions['direction'];
  /** Set for columns that are ours: what others call `duration` may be in any unit. */
  known?: MetricDefinition;
}

interface Values {
  kind: 'values';
  /** In the order in which they were added: that of time. */
  values: number[];
  codes: number[];
  origin: Origin;
}

/** Gathers values and outcomes by metric and group, and makes samples of them. Values come in the order of time. */
export class SampleBuilder {
  private readonly metrics = new Map<string, { about: MetricAbout; groups: Map<string, Values> }>();
  private readonly outcomes = new Map<string, Map<string, Map<string | null, { total: number; failed: number }>>>();
  private readonly typeNames: Array<string | null> = [];
  private readonly typeCodes = new Map<string | null, number>();

  private readonly seen = new Set<string>();

  /** Puts groups in the order in which the reader knows them: that in which they stand in the frames. */
  order(groups: Iterable<string>): void {
    for (const group of groups) {
      this.seen.add(group);
    }
  }

  value(about: MetricAbout, group: string, type: string | null, value: number, origin: Origin): void {
    const metric = this.metric(about);
    let own = metric.groups.get(group);
    if (!own) {
      own = { kind: 'values', values: [], codes: [], origin };
      metric.groups.set(group, own);
    }
    own.values.push(value);
    own.codes.push(this.code(type));
  }

  outcome(about: MetricAbout, group: string, type: string | null, failed: boolean, origin: Origin): void {
    const metric = this.metric(about);
    if (!metric.groups.has(group)) {
      metric.groups.set(group, { kind: 'values', values: [], codes: [], origin });
    }
    const groups =
      this.outcomes.get(about.id) ?? new Map<string, Map<string | null, { total: number; failed: number }>>();
    this.outcomes.set(about.id, groups);
    const types = groups.get(group) ?? new Map<string | null, { total: number; failed: number }>();
    groups.set(group, types);
    this.code(type);
    const { total, failed: before } = types.get(type) ?? { total: 0, failed: 0 };
    types.set(type, { total: total + 1, failed: before + (failed ? 1 : 0) });
  }

  /** Every group that has anything on any metric: in the order told, then as they came. */
  groups(): string[] {
    const present = new Set([...this.metrics.values()].flatMap(({ groups }) => [...groups.keys()]));
    return [
      ...[...this.seen].filter((group) => present.has(group)),
      ...[...present].filter((group) => !this.seen.has(group)),
    ];
  }

  /** Kinds of work that somebody told, in the order of their names. */
  types(): string[] {
    return this.typeNames.filter((name): name is string => name !== null).sort();
  }

  build(): SampleMetric[] {
    return [...this.metrics.values()].sort(byCatalogue).map(({ about, groups }) => {
      const { known } = about;
      const base = {
        metric: about.id,
        name: about.name,
        unit: known?.unit ?? ('count' as const),
        direction:
          about.direction === 'auto' ? (findMetric(about.id)?.direction ?? ('none' as const)) : about.direction,
        sampleUnit: known?.sampleUnit ?? 'sample',
      };
      const outcomes = this.outcomes.get(about.id);
      const ended = this.outcomes.get(known === undefined ? '' : (shareOfFailed(known)?.id ?? ''));
      const samples: MetricSamples = outcomes
        ? { ...base, shape: 'outcomes', groups: [...outcomes].map(([id, types]) => outcomeGroup(id, types)) }
        : {
            ...base,
            shape: 'values',
            groups: [...groups].map(([id, own]) => {
              const byType = ended?.get(id);
              const group = this.valueGroup(id, own);
              return byType ? { ...group, outcomes: outcomeGroup(id, byType) } : group;
            }),
          };
      const origins = new Map([...groups].map(([id, { origin }]) => [id, origin]));
      const unit = known ? GRAFANA_UNITS[known.unit] : undefined;
      return { samples, display: { field: about.field, origins, ...(unit === undefined ? {} : { unit }) } };
    });
  }

  private metric(about: MetricAbout) {
    let metric = this.metrics.get(about.id);
    if (!metric) {
      metric = { about, groups: new Map() };
      this.metrics.set(about.id, metric);
    }
    return metric;
  }

  private code(type: string | null): number {
    let code = this.typeCodes.get(type);
    if (code === undefined) {
      code = this.typeNames.push(type) - 1;
      this.typeCodes.set(type, code);
    }
    return code;
  }

  private valueGroup(id: string, { values, codes }: Values): ValueGroup {
    const inTime = Float64Array.from(values);
    const types = this.types().length > 0 ? { types: { names: this.typeNames, codes: Uint32Array.from(codes) } } : {};
    return { id, values: inTime.slice().sort(), units: { values: inTime, ...types } };
  }
}

/** Metrics that are known stand in the order in which they are always listed, others as they came. */
function byCatalogue(a: { about: MetricAbout }, b: { about: MetricAbout }): number {
  return a.about.known && b.about.known ? METRICS.indexOf(a.about.known) - METRICS.indexOf(b.about.known) : 0;
}

/** The metric of the failed share of the same units, of which the failed ones have no value here. */
function shareOfFailed({ shape, kinds }: MetricDefinition): MetricDefinition | undefined {
  return shape === 'distribution'
    ? METRICS.find((other) => other.shape === 'ratio' && other.kinds.join() === kinds.join())
    : undefined;
}

function outcomeGroup(id: string, byType: ReadonlyMap<string | null, { total: number; failed: number }>): OutcomeGroup {
  const types = [...byType].map(([type, counts]) => ({ type, ...counts }));
  const sum = (of: 'total' | 'failed') => types.reduce((all, one) => all + one[of], 0);
  return { id, total: sum('total'), failed: sum('failed'), types };
}
