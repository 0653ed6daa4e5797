import { findMetric, isComparable, METRICS } from './catalogue.ts';
import { METRIC_TYPE_UNITS, METRIC_TYPES, parseMetricType } from './metricTypes.ts';
import { GRAFANA_UNITS, UNITS } from './units.ts';

describe('the catalogue of metrics', () => {
  it('knows each metric by its id and aliases in any case', () => {
    for (const metric of METRICS) {
      for (const name of [metric.id, ...metric.aliases]) {
        expect(findMetric(name)).toBe(metric);
        expect(findMetric(name.toUpperCase())).toBe(metric);
      }
    }
    expect(findMetric('cost')?.id).toBe('cost_usd');
    expect(findMetric('TASK_DURATION')?.id).toBe('task_duration');
  });

  it.each(['', 'speed', '__proto__', 'constructor', 'task duration'])('does not know %j', (name) => {
    expect(findMetric(name)).toBeUndefined();
  });

  it('has no name twice', () => {
    const names = METRICS.flatMap(({ id, aliases }) => [id, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has a field for everything that is computed of values, and the stored unit for samples', () => {
    for (const metric of METRICS) {
      const ofValues = metric.shape === 'distribution' || metric.shape === 'usage';
      expect([metric.id, metric.field !== undefined]).toEqual([metric.id, ofValues]);
      expect([metric.id, metric.sampleType !== undefined]).toEqual([metric.id, metric.shape === 'sample']);
      if (metric.sampleType) {
        expect(metric.unit).toBe(METRIC_TYPE_UNITS[metric.sampleType]);
      }
    }
  });

  it('compares what has a value or an outcome per unit of work, and takes fewer errors and less time for better', () => {
    const comparable = METRICS.filter(isComparable);
    expect(comparable.map(({ id }) => id)).toEqual([
      'task_duration',
      'error_rate',
      'token_usage',
      'cost_usd',
      'request_duration',
      'request_error_rate',
      'tool_duration',
      'tool_error_rate',
      'queue_wait',
    ]);
    expect(new Set(comparable.map(({ direction }) => direction))).toEqual(new Set(['lower']));
  });
});

describe('metric types', () => {
  it('are read in the guide’s spelling and in the original module’s', () => {
    for (const type of METRIC_TYPES) {
      expect([type, type.toLowerCase()].map(parseMetricType)).toEqual([type, type]);
    }
    expect(['', 'duration', '__proto__'].map(parseMetricType)).toEqual([undefined, undefined, undefined]);
  });

  it('have a unit that Grafana knows', () => {
    expect(Object.keys(GRAFANA_UNITS).sort()).toEqual([...UNITS].sort());
    expect(METRIC_TYPES.every((type) => UNITS.includes(METRIC_TYPE_UNITS[type]))).toBe(true);
  });
});
