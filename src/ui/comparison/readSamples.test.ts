import { createDataFrame, FieldType, type DataFrame, type Field } from '@grafana/data';
import { DEFAULT_COMPARISON_OPTIONS, type ComparisonOptions, type SampleSet } from './model.ts';
import { ofType, readComparison } from './readComparison.ts';

const read = (frames: DataFrame[], options: Partial<ComparisonOptions> = {}) =>
  readComparison({ name: '', frames }, { ...DEFAULT_COMPARISON_OPTIONS, ...options });

function samples(frames: DataFrame[], options: Partial<ComparisonOptions> = {}): SampleSet {
  const result = read(frames, options);
  if (!result.ok || result.value.kind !== 'samples') {
    throw new Error(JSON.stringify(result));
  }
  return result.value;
}

const valuesOf = ({ metrics }: SampleSet) =>
  Object.fromEntries(
    metrics.map((one) => [
      one.samples.metric,
      Object.fromEntries(
        one.samples.shape === 'values'
          ? one.samples.groups.map(({ id, values }) => [id, [...values]])
          : one.samples.groups.map(({ id, total, failed }) => [id, [total, failed]])
      ),
    ])
  );

const text = (name: string, values: Array<string | null>) => ({ name, type: FieldType.string, values });
const number = (name: string, values: unknown[], rest: Partial<Field> = {}) => ({
  name,
  type: FieldType.number,
  values,
  ...rest,
});
const time = (values: number[]) => ({ name: 'time', type: FieldType.time, values });
const frame = (fields: Parameters<typeof createDataFrame>[0]['fields'], refId = 'A') =>
  createDataFrame({ refId, fields });

describe('rows', () => {
  it('are samples of the group that their text names, of each of their numbers', () => {
    const set = samples([
      frame([text('team', ['a', 'b', 'a', 'b']), number('x', [3, 1, 2, 5]), number('y', [1, 1, 1, 1])]),
    ]);
    expect(valuesOf(set)).toEqual({ x: { a: [2, 3], b: [1, 5] }, y: { a: [1, 1], b: [1, 1] } });
  });

  it('that are no finite number are no samples', () => {
    const set = samples([frame([text('g', ['a', 'a', 'a', 'a']), number('x', [NaN, null, Infinity, 4])])]);
    expect(valuesOf(set)).toEqual({ x: { a: [4] } });
  });

  it('are taken in the order of time, which values may depend on', () => {
    const set = samples([frame([time([30, 10, 20]), text('g', ['a', 'a', 'a']), number('x', [3, 1, 2])])]);
    const [{ samples: metric }] = set.metrics;
    expect(metric.shape === 'values' && [...(metric.groups[0].units?.values ?? [])]).toEqual([1, 2, 3]);
  });

  it('of a text that is another one in every row are grouped by the text that is not', () => {
    const ids = ['r1', 'r2', 'r3', 'r4'];
    const set = samples([frame([text('run', ids), text('model', ['a', 'b', 'a', 'b']), number('x', [1, 2, 3, 4])])]);
    expect(set.groups).toEqual(['a', 'b']);
  });

  it('keep hostile names apart', () => {
    const names = ['__proto__', 'constructor', '<b>', '\u202Eabc', 'x'.repeat(10_000), ''];
    const set = samples([frame([text('g', names), number('x', [1, 2, 3, 4, 5, 6])])], { groupBy: 'g' });
    expect(set.groups).toEqual(names);
  });
});

describe('series', () => {
  const series = (labels: Record<string, string>, values: unknown[], unit?: string) =>
    frame([time(values.map((_, index) => index)), number('Value', values, { labels, config: unit ? { unit } : {} })]);

  it('are groups by the labels that tell them apart', () => {
    const set = samples([series({ job: 'j', pod: 'p1' }, [1, 2]), series({ job: 'j', pod: 'p2' }, [3])]);
    expect(valuesOf(set)).toEqual({ A: { p1: [1, 2], p2: [3] } });
  });

  it('are pooled by the label that the options name', () => {
    const all = [series({ swarm: 's', pod: 'p1' }, [1]), series({ swarm: 's', pod: 'p2' }, [2])];
    expect(valuesOf(samples(all, { groupBy: 'swarm' }))).toEqual({ A: { s: [1, 2] } });
  });

  it('of one frame without labels are a group each', () => {
    const set = samples([frame([time([1, 2]), number('mesh', [1, 2]), number('ring', [3, 4])])]);
    expect(valuesOf(set)).toEqual({ Value: { mesh: [1, 2], ring: [3, 4] } });
  });

  it('in another unit are left out, and it is said', () => {
    const set = samples([series({ pod: 'a' }, [1], 'ms'), series({ pod: 'b' }, [2], 's')]);
    expect(set.groups).toEqual(['a']);
    expect(set.left).toMatchObject([
      { severity: 'warning', text: 'b is left out: its unit is not the one of the series before it.' },
    ]);
  });
});

describe('tasks', () => {
  const tasks = frame([
    time([1, 2, 3, 4, 5]),
    text('swarm_id', ['m', 'm', 'r', 'r', 'm']),
    text('kind', ['task', 'task', 'task', 'subagent', 'request']),
    text('task_type', ['code', 'test', 'code', null, null]),
    text('status', ['completed', 'failed', 'completed', 'completed', 'completed']),
    number('duration', [100, 999, 300, 400, 7]),
    number('cost_usd', [null, null, null, null, 0.5]),
  ]);

  it('give durations of what was completed, failed shares and costs, over the kinds of work that each metric is of', () => {
    expect(valuesOf(samples([tasks]))).toEqual({
      task_duration: { m: [100], r: [300, 400] },
      error_rate: { m: [2, 1], r: [2, 0] },
      cost_usd: { m: [0.5] },
      request_duration: { m: [7] },
      request_error_rate: { m: [1, 0] },
    });
  });

  it('say which way is better, and that failed ones have no duration', () => {
    const [{ samples: duration }] = samples([tasks]).metrics;
    expect(duration).toMatchObject({ direction: 'lower', sampleUnit: 'task' });
    expect(duration.shape === 'values' && duration.groups[0].outcomes).toMatchObject({ total: 2, failed: 1 });
  });

  it('can be looked at by type', () => {
    const set = samples([tasks]);
    expect(set.types).toEqual(['code', 'test']);
    const only = valuesOf(ofType(set, 'code'));
    expect(only.task_duration).toEqual({ m: [100], r: [300] });
    expect(only.error_rate).toEqual({ m: [1, 0], r: [1, 0] });
  });
});

describe('what can not be compared', () => {
  it.each([[[]], [[frame([])]], [[frame([number('x', [null, NaN])])]]])('has no data', (frames) => {
    expect(read(frames)).toEqual({ ok: false, problem: { kind: 'no-data' } });
  });

  it('names the number that is missing, and what there is', () => {
    expect(read([frame([text('a', ['x'])])])).toEqual({
      ok: false,
      problem: { kind: 'missing-field', field: 'value', type: 'number', fields: ['a'] },
    });
  });

  it('names the group that the options ask for', () => {
    expect(read([frame([text('a', ['x']), number('n', [1])])], { groupBy: 'team' })).toMatchObject({
      ok: false,
      problem: { kind: 'missing-field', field: 'team', type: 'string' },
    });
  });
});
