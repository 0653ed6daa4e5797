import fc from 'fast-check';
import { AnomalyDetector } from './detector.ts';
import { detectAnomalies } from './detectAnomalies.ts';
import { detectOutliers } from './outliers.ts';
import { DEFAULT_ANOMALY_OPTIONS, type AnomalyMethod, type AnomalyOptions, type AnomalyResult } from './types.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const START = Date.UTC(2026, 0, 5);
const SINGLE: AnomalyMethod[] = ['auto', 'zscore', 'iqr', 'mad', 'seasonal'];

const every = (step: number, values: ArrayLike<number | null>) => ({
  times: Array.from(values, (_, index) => START + index * step),
  values,
});
/** Noise that is the same every time: a linear congruential generator, summed to be bell-shaped. */
function noise(n: number, seed = 1): number[] {
  let state = seed;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return Array.from({ length: n }, () => next() + next() + next() + next() - 2);
}
const alarms = ({ points }: AnomalyResult) => points.flatMap((point, index) => (point?.isAnomaly ? [index] : []));

function allNumbers(result: AnomalyResult): number[] {
  return [
    result.threshold,
    ...result.incidents.flatMap((incident) => Object.values(incident).filter((value) => typeof value === 'number')),
    ...result.points.flatMap((point) => (point === undefined ? [] : [point.score, point.baseline])),
    ...result.points.flatMap((point) =>
      point && point.baseline >= 31 && !Number.isNaN(point.expected)
        ? [point.expected, point.lower, point.upper, point.level, ...(point.isAnomaly ? [point.pValue] : [])]
        : []
    ),
  ];
}

describe('detectAnomalies', () => {
  it.each(SINGLE)('%s finds a spike in noise, once, with what it expected', (method) => {
    const step = method === 'seasonal' ? 60 * MINUTE : MINUTE;
    const values = noise(400).map((value) => 100 + value);
    values[350] = 130;
    const result = detectAnomalies(every(step, values), { method, sensitivity: 0.3, window: 300 });
    expect(result.status).toBe('ok');
    expect(alarms(result)).toContain(350);
    const [incident] = result.incidents.filter(({ peakValue }) => peakValue === 130);
    expect(incident).toMatchObject({ peakTime: START + 350 * step, direction: 'up' });
    expect(Math.abs(incident.expected - 100)).toBeLessThan(2);
    expect(incident.reason).toContain('130, expected');
  });

  it('alarms once at a step, and adapts', () => {
    const values = noise(2500).map((value, index) => (index < 1200 ? 10 : 20) + value / 10);
    const result = detectAnomalies(every(MINUTE, values));
    expect(alarms(result)).toEqual([1200]);
    const [incident] = result.incidents;
    expect(incident.start).toBe(START + 1200 * MINUTE);
    expect(incident.end).toBeLessThan(START + 1800 * MINUTE);
  });

  it('knows the rhythm of the day, and what breaks it', () => {
    const day = 96;
    const values = noise(day * 14).map(
      (value, index) => 50 + 40 * Math.sin((2 * Math.PI * (index % day)) / day) + value
    );
    const night = day * 12 + Math.round(day * 0.75);
    values[night] += 40;
    const result = detectAnomalies(every(15 * MINUTE, values));
    expect(alarms(result)).toEqual([night]);
    expect(result.points[night]?.expected).toBeLessThan(15);
    const plain = detectAnomalies(every(15 * MINUTE, values), { method: 'mad' });
    expect(alarms(plain)).not.toContain(night);
  });

  it('is not led astray by gaps in a daily rhythm', () => {
    const day = 96;
    const values = noise(day * 14).map(
      (value, index) => 50 + 40 * Math.sin((2 * Math.PI * (index % day)) / day) + value
    );
    const gappy = every(15 * MINUTE, values);
    const kept = gappy.times.map((_, index) => index).filter((index) => index < day * 5 + 7 || index > day * 6 + 31);
    const result = detectAnomalies({ times: kept.map((i) => gappy.times[i]), values: kept.map((i) => values[i]) });
    expect(alarms(result)).toEqual([]);
  });

  it.each(SINGLE)('%s says when there is too little, or nothing but one value', (method) => {
    const none = detectAnomalies({ times: [], values: [] }, { method });
    expect(none).toMatchObject({ status: 'insufficient_data', n: 0, points: [], incidents: [] });
    for (const n of [1, 2, 5, 10]) {
      const few = detectAnomalies(every(MINUTE, noise(n)), { method });
      expect(few).toMatchObject({ status: 'insufficient_data', n, incidents: [] });
      expect(few.reason).toContain(`${n} values`);
    }
    const flat = detectAnomalies(every(MINUTE, Array(100).fill(7)), { method });
    expect(flat).toMatchObject({ status: 'constant', incidents: [] });
  });

  it.each(['auto', 'zscore', 'iqr', 'mad'] as const)('%s gives one finite alarm where a constant jumps', (method) => {
    const values = [...Array(200).fill(5), 9, ...Array(20).fill(5)];
    const result = detectAnomalies(every(MINUTE, values), { method });
    expect(alarms(result)).toEqual([200]);
    expect(allNumbers(result).every(Number.isFinite)).toBe(true);
  });

  it('describes the whole series on request, and only with methods that can', () => {
    const values = noise(60);
    values[10] = 25;
    const result = detectAnomalies(every(MINUTE, values), { method: 'zscore', mode: 'whole', sensitivity: 3 });
    expect(alarms(result)).toEqual([10]);
    expect(() => detectAnomalies(every(MINUTE, values), { mode: 'whole' })).toThrow(/causal only/);
  });

  it('can never reach 3 with ten values that count themselves', () => {
    const values = [...Array(9).fill(0), 1e6];
    const result = detectAnomalies(every(MINUTE, values), { method: 'zscore', mode: 'whole', sensitivity: 3 });
    expect(result.points[9]?.score).toBeCloseTo(9 / Math.sqrt(10), 9);
    expect(result.status).toBe('insufficient_data');
    expect(alarms(result)).toEqual([]);
  });

  it('keeps to a direction and to a least effect', () => {
    const values = noise(300).map((value) => 100 + value);
    values[200] = 60;
    values[250] = 140;
    const found = (options: Partial<AnomalyOptions>) =>
      alarms(detectAnomalies(every(MINUTE, values), { method: 'mad', sensitivity: 6, ...options }));
    expect(found({})).toEqual([200, 250]);
    expect(found({ direction: 'up' })).toEqual([250]);
    expect(found({ direction: 'down' })).toEqual([200]);
    expect(found({ minEffect: { absolute: 41, relative: 0 } })).toEqual([]);
    expect(found({ minEffect: { absolute: 0, relative: 0.5 } })).toEqual([]);
  });

  it('is never critical on a short baseline or for a small part of the range', () => {
    const values = noise(60).map((value) => 100 + value);
    values[55] = 1000;
    expect(detectAnomalies(every(MINUTE, values)).incidents[0].severity).toBe('high');
    const long = noise(400).map((value) => 100 + value);
    long[390] = 1000;
    expect(detectAnomalies(every(MINUTE, long)).incidents[0].severity).toBe('critical');
  });

  it('takes gaps, unsorted and missing times, and says so', () => {
    const values: Array<number | null> = noise(100);
    values[50] = null;
    values[51] = NaN;
    values[52] = Infinity;
    const { times } = every(MINUTE, values);
    times[99] = times[98];
    [times[0], times[1]] = [times[1], times[0]];
    times[98] = NaN;
    const result = detectAnomalies({ times, values });
    expect(result.n).toBe(96);
    expect(result.points.slice(50, 53)).toEqual([undefined, undefined, undefined]);
    expect(result.notices.map(({ text }) => text)).toEqual([
      expect.stringContaining('sorted'),
      expect.stringContaining('1 points'),
    ]);
    expect(() => detectAnomalies({ times: [1], values: [] })).toThrow('1 times for 0 values');
  });

  it.each([
    { sensitivity: 1 },
    { minPoints: 10 },
    { method: 'mad', window: 3 },
    { method: 'mad', window: 20, minPoints: 30 },
    { incidentGap: 0 },
    { periodMs: NaN },
    { minEffect: { absolute: -1, relative: 0 } },
    { method: 'outlier' },
  ] satisfies Array<Partial<AnomalyOptions>>)('refuses %j', (options) => {
    expect(() => detectAnomalies(every(MINUTE, noise(50)), options)).toThrow(RangeError);
  });
});

const series = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 3 }) },
      { weight: 1, arbitrary: fc.constantFrom(null, 1e17, -0, 1e-300, 5e-324, 1e-149, -1e150, 6.7e17) }
    ),
    { minLength: 0, maxLength: 220 }
  )
  .map((values) => every(MINUTE, values));
const options = fc.record({
  method: fc.constantFrom(...SINGLE),
  sensitivity: fc.constantFrom(0.2, 0.5, 0.8, 2, 3),
  window: fc.constantFrom(50, 1000),
  incidentGap: fc.constantFrom(1, 10, 100),
  periodMs: fc.constantFrom(10 * MINUTE, DAY),
});

it.each(SINGLE)('%s takes a value that nothing can be divided by for zero', (method) => {
  const values = [...Array<number>(60).fill(0), -5e-324, ...Array<number>(10).fill(0)];
  const result = detectAnomalies(every(MINUTE, values), { method });
  expect(result).toMatchObject({ status: 'constant', incidents: [] });
  expect(result.values[60]).toBe(0);
});

describe('for any series', () => {
  it('a point is judged by earlier ones alone: a prefix gives the same', () => {
    fc.assert(
      fc.property(series, options, fc.double({ min: 0, max: 1, noNaN: true }), (whole, given, share) => {
        const cut = Math.floor(whole.values.length * share);
        const full = detectAnomalies(whole, given);
        const part = detectAnomalies(
          { times: whole.times.slice(0, cut), values: Array.from(whole.values).slice(0, cut) },
          given
        );
        expect(part.points).toEqual(full.points.slice(0, cut));
      }),
      { numRuns: 60 }
    );
  });

  it('a stream says what the batch says', () => {
    fc.assert(
      fc.property(series, options, ({ times, values }, given) => {
        const detector = new AnomalyDetector({ ...DEFAULT_ANOMALY_OPTIONS, ...given });
        const points = times.map((time, index) => detector.push(time, values[index]));
        const batch = detectAnomalies({ times, values }, given);
        expect(points).toEqual(batch.points);
        expect(detector.incidents).toEqual(batch.incidents);
      }),
      { numRuns: 40 }
    );
  });

  it('more sensitivity never takes an alarm away', () => {
    fc.assert(
      fc.property(series, options, fc.constantFrom([0.2, 0.4], [0.5, 0.6], [3, 2]), (any, given, [less, more]) => {
        const few = alarms(detectAnomalies(any, { ...given, sensitivity: less }));
        const many = new Set(alarms(detectAnomalies(any, { ...given, sensitivity: more })));
        expect(few.filter((index) => !many.has(index))).toEqual([]);
      }),
      { numRuns: 60 }
    );
  });

  it('no answer holds NaN or infinity where there is a baseline', () => {
    fc.assert(
      fc.property(series, options, (any, given) => {
        expect(allNumbers(detectAnomalies(any, given)).filter((value) => !Number.isFinite(value))).toEqual([]);
      }),
      { numRuns: 60 }
    );
  });

  it('a change of unit or of zero changes no alarm', () => {
    const whole = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 40, maxLength: 150 });
    fc.assert(
      fc.property(
        whole,
        options,
        fc.constantFrom(0.5, 4, 1024),
        fc.constantFrom(0, 64, -4096),
        (values, given, scale, shift) => {
          const plain = detectAnomalies(every(MINUTE, values), given);
          const moved = detectAnomalies(
            every(
              MINUTE,
              values.map((value) => value * scale + shift)
            ),
            given
          );
          plain.points.forEach((point, index) => {
            expect(moved.points[index]?.score ?? 0).toBeCloseTo(point?.score ?? 0, 5);
          });
        }
      ),
      { numRuns: 40 }
    );
  });
});

describe('detectOutliers', () => {
  const swarm = (offset: number) =>
    every(
      MINUTE,
      noise(50, 7 + offset).map((value) => 100 + offset + value)
    );

  it('finds the series that leaves the others, when it does', () => {
    const odd = swarm(1);
    const values = Array.from(odd.values, Number);
    values[30] = 200;
    const results = detectOutliers([swarm(0), { ...odd, values }, swarm(2), swarm(3), swarm(4)], { sensitivity: 0.1 });
    expect(results.map(({ incidents }) => incidents.some(({ peakValue }) => peakValue === 200))).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(results[1].points[30]).toMatchObject({ isAnomaly: true, baseline: 4, direction: 'up' });
  });

  it('needs three series at the same time', () => {
    const two = detectOutliers([swarm(0), swarm(1)]);
    expect(two.map(({ status }) => status)).toEqual(['insufficient_data', 'insufficient_data']);
    expect(detectOutliers([])).toEqual([]);
  });

  it('does not depend on the order of the series', () => {
    const all = [swarm(0), swarm(9), swarm(2), swarm(30)];
    const forward = detectOutliers(all);
    const backward = detectOutliers([...all].reverse()).reverse();
    expect(backward).toEqual(forward);
  });
});
