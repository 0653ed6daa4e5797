import { detectAnomalies } from '../../core/anomaly/detectAnomalies.ts';
import { toColumns } from '../../core/anomaly/scanAnomalies.ts';
import { thinColumns, thinRows } from './thin.ts';

function finish<T>(work: Generator<undefined, T>): T {
  let step = work.next();
  while (!step.done) {
    step = work.next();
  }
  return step.value;
}

function columnsOf(values: number[], times = values.map((_, index) => index * 1000)) {
  const none = new Float64Array(values.length).fill(NaN);
  return {
    times: Float64Array.from(times),
    values: Float64Array.from(values),
    expected: none,
    lower: none,
    upper: none,
    score: none,
    anomalous: new Uint8Array(values.length),
  };
}

const noisy = (length: number) => Array.from({ length }, (_, index) => ((index * 7919) % 9973) / 9973);

it('leaves series alone that are short enough', () => {
  expect(finish(thinRows(columnsOf(noisy(100)), 100))).toBeNull();
});

it('keeps the first, last, lowest and highest value of every stretch, in order and each once', () => {
  const values = noisy(10_000);
  const rows = finish(thinRows(columnsOf(values), 600)) ?? [];
  expect(rows.length).toBeLessThanOrEqual(600);
  expect([...rows]).toEqual([...new Set(rows)].sort((a, b) => a - b));
  for (let stretch = 0; stretch < 85; stretch++) {
    const within = (index: number) => Math.min(84, Math.floor(index * 1000 * (85 / 9_999_000))) === stretch;
    const whole = values.flatMap((value, index) => (within(index) ? [{ value, index }] : []));
    const kept = whole.filter(({ index }) => [...rows].includes(index));
    const extent = (list: typeof whole) => [
      Math.min(...list.map(({ value }) => value)),
      Math.max(...list.map(({ value }) => value)),
      list[0].index,
      list[list.length - 1].index,
    ];
    expect(extent(kept)).toEqual(extent(whole));
  }
});

it('keeps one value that stands out among a million', () => {
  const values = new Array<number>(1_000_000).fill(5);
  values[654_321] = 99;
  expect(finish(thinRows(columnsOf(values), 6000)) ?? []).toContain(654_321);
});

it('keeps a gap that is as long as a stretch, and the bounds that reach farthest', () => {
  const values = noisy(10_000).map((value, index) => (index >= 4000 && index < 5000 ? NaN : value));
  const columns = columnsOf(values);
  const lower = Float64Array.from(values, (value) => value - 1);
  const upper = Float64Array.from(values, (value) => value + 1);
  lower[7777] = -50;
  upper[7778] = 50;
  const rows = [...(finish(thinRows({ ...columns, lower, upper }, 600)) ?? [])];
  expect(rows.some((row) => row >= 4000 && row < 5000 && Number.isNaN(values[row]))).toBe(true);
  expect(rows).toEqual(expect.arrayContaining([7777, 7778]));
});

it('keeps an anomaly of every stretch that has one, though its value is like the others', () => {
  const columns = columnsOf(noisy(10_000));
  columns.anomalous[5432] = 1;
  expect([...(finish(thinRows(columns, 600)) ?? [])]).toContain(5432);
});

it.each([
  ['all at one time', () => 7],
  ['with a jump in time', (index: number) => (index < 5 ? index : 1e12 + index)],
])('bounds the rows of times %s', (_, time) => {
  const values = noisy(10_000);
  const rows =
    finish(
      thinRows(
        columnsOf(
          values,
          values.map((__, index) => time(index))
        ),
        600
      )
    ) ?? [];
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThanOrEqual(600);
});

it('is nothing but rows of the answer, with the incidents of the whole series', () => {
  const values = noisy(5000).map((value, index) => (index === 4000 ? 90 : value));
  const whole = toColumns(detectAnomalies({ times: values.map((_, index) => index * 1000), values }));
  const thin = finish(thinColumns(whole, 600));
  expect(thin).toMatchObject({ n: 5000, incidents: whole.incidents, status: 'ok' });
  expect(thin.times.length).toBeLessThanOrEqual(600);
  thin.times.forEach((time, index) => {
    const row = time / 1000;
    for (const column of ['values', 'expected', 'lower', 'upper', 'score', 'anomalous'] as const) {
      expect(thin[column][index]).toBe(whole[column][row]);
    }
  });
});
