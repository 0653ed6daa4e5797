import fc from 'fast-check';
import { detectAnomalies } from './detectAnomalies.ts';
import { scanAnomalies, toColumns, type AnomalyColumns } from './scanAnomalies.ts';
import { ANOMALY_METHODS, type AnomalyOptions } from './types.ts';

function run(times: number[], values: Array<number | null>, options?: Partial<AnomalyOptions>) {
  const scan = scanAnomalies(
    { times: Float64Array.from(times), values: Float64Array.from(values, (value) => value ?? NaN) },
    options
  );
  let pauses = 0;
  let step = scan.next();
  while (!step.done) {
    pauses++;
    step = scan.next();
  }
  return { columns: step.value, pauses };
}

const row = fc.record({
  time: fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 0, max: 400 }) },
    { weight: 1, arbitrary: fc.constant(NaN) }
  ),
  value: fc.oneof(
    { weight: 20, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(null, NaN, Infinity, -Infinity, 1e200, 1e-200) }
  ),
});

it('says what the whole series at once is said of, whatever the rows', () => {
  const methods = ANOMALY_METHODS.filter((method) => method !== 'outlier');
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 120 }),
      fc.constantFrom(...methods),
      fc.constantFrom('causal' as const, 'whole' as const),
      (rows, method, wanted) => {
        const mode = method === 'auto' || method === 'seasonal' ? 'causal' : wanted;
        const times = rows.map(({ time }) => time * 60_000);
        const values = rows.map(({ value }) => value);
        const options = { method, mode, minPoints: 30, sensitivity: 0.9 };
        expect(run(times, values, options).columns).toEqual(toColumns(detectAnomalies({ times, values }, options)));
      }
    ),
    { numRuns: 60 }
  );
});

it('pauses every two thousand points', () => {
  const times = Array.from({ length: 6100 }, (_, index) => index * 1000);
  expect(
    run(
      times,
      times.map((time) => time % 7)
    ).pauses
  ).toBe(3);
});

it('finds what stands out, with columns as long as the series', () => {
  const times = Array.from({ length: 500 }, (_, index) => index * 60_000);
  const values = times.map((_, index) => (index === 400 ? 90 : 10 + ((index * 7919) % 13) / 10));
  const { columns } = run(times, values);
  expect(columns.incidents).toHaveLength(1);
  expect(columns.incidents[0].peakTime).toBe(times[400]);
  expect(columns.anomalous[400]).toBe(1);
  const lengths = (['times', 'values', 'expected', 'lower', 'upper', 'score', 'anomalous'] as const).map(
    (name: keyof Pick<AnomalyColumns, 'times'> | 'values' | 'expected' | 'lower' | 'upper' | 'score' | 'anomalous') =>
      columns[name].length
  );
  expect(new Set(lengths)).toEqual(new Set([500]));
});

it('refuses what detectAnomalies refuses', () => {
  expect(() => run([1], [1], { method: 'outlier' })).toThrow(RangeError);
  expect(() => run([1], [1], { sensitivity: 1 })).toThrow(/sensitivity/);
  expect(() => run([1, 2], [1])).toThrow(/2 times for 1 values/);
});
