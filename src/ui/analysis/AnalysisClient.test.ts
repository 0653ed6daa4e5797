import { detectAnomalies } from '../../core/anomaly/detectAnomalies.ts';
import { forecast } from '../../core/trend/forecast.ts';
import { ThreadlessWorker } from '../testing/threadlessWorker.ts';
import { AnalysisClient, type Analysis } from './AnalysisClient.ts';
import { AnalysisStopped } from './drive.ts';
import type { AnalysisJob, SeriesAnswer } from './jobs.ts';

const workers: ThreadlessWorker[] = [];
afterEach(() => workers.splice(0).forEach((worker) => worker.terminate()));

function started(options?: { silent?: boolean }): ThreadlessWorker {
  const worker = new ThreadlessWorker(options);
  workers.push(worker);
  return worker;
}

function column(length: number, of: (index: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, index) => of(index));
}

/** A made-up series with one value that stands out. */
function series(length: number) {
  return {
    times: column(length, (index) => index * 60_000),
    values: column(length, (index) => (index === length - 100 ? 900 : 100 + ((index * 7919) % 97) / 10)),
  };
}

function job(length: number): AnalysisJob & { kind: 'series' } {
  return { kind: 'series', tasks: [{ series: series(length), anomalies: {}, forecast: {} }] };
}

function only({ answer }: Analysis): SeriesAnswer {
  if (answer.kind !== 'series') {
    throw new Error('an answer about series was expected');
  }
  return answer.answers[0];
}

const SHORT = 500;
const LONG = 30_000;

it('analyses short series in the page, without any worker', async () => {
  const client = new AnalysisClient(() => Promise.reject(new Error('must not be asked for')));
  const analysis = await client.run(job(SHORT));
  expect(analysis).toMatchObject({ place: 'page', withoutWorker: false });
  expect(only(analysis).anomalies?.incidents).toEqual(detectAnomalies(series(SHORT)).incidents);
  expect(only(analysis).forecast).toEqual(forecast(series(SHORT)));
});

it('analyses long series in one worker that it keeps, with the answer of the page', async () => {
  const client = new AnalysisClient(async () => started());
  const [first, second] = await Promise.all([client.run(job(LONG)), client.run(job(LONG))]);
  expect(workers).toHaveLength(1);
  expect(first).toMatchObject({ place: 'worker', withoutWorker: false });
  const { incidents } = detectAnomalies(series(LONG));
  expect(incidents).not.toHaveLength(0);
  expect([only(first).anomalies?.incidents, only(second).anomalies?.incidents]).toEqual([incidents, incidents]);
  expect(only(first).forecast).toEqual(forecast(series(LONG)));
});

it('hands the memory of long series over instead of copying it', async () => {
  const client = new AnalysisClient(async () => started());
  const long = job(LONG);
  await client.run(long);
  expect(long.tasks[0].series.values.byteLength).toBe(0);
});

it('transfers times that several series share once', async () => {
  const client = new AnalysisClient(async () => started());
  const { times, values } = series(LONG);
  const tasks = [values, values.slice()].map((own) => ({ series: { times, values: own }, anomalies: {} }));
  const { answer } = await client.run({ kind: 'series', tasks });
  expect(answer.kind === 'series' && answer.answers.map(({ anomalies }) => anomalies?.times.length)).toEqual([
    LONG,
    LONG,
  ]);
});

it('analyses in the page where there is no worker, and says so and what it left out', async () => {
  const refused = new AnalysisClient(() => Promise.reject(new Error('blocked')));
  const analysis = await refused.run(job(LONG));
  expect(analysis).toMatchObject({ place: 'page', withoutWorker: true });
  expect(only(analysis).leftOut).toEqual(['forecast']);
  expect(only(analysis).forecast).toBeUndefined();
  expect(only(analysis).anomalies?.incidents).toEqual(detectAnomalies(series(LONG)).incidents);
});

it('analyses in the page when the script of the worker does not load, and does not try again', async () => {
  let starts = 0;
  const client = new AnalysisClient(async () => {
    starts++;
    const worker = started({ silent: true });
    setTimeout(() => worker.fail());
    return worker;
  });
  expect(await client.run(job(LONG))).toMatchObject({ withoutWorker: true });
  expect(await client.run(job(LONG))).toMatchObject({ withoutWorker: true });
  expect(starts).toBe(1);
});

it('in the page lets clicks in between', async () => {
  const client = new AnalysisClient(() => Promise.reject(new Error('blocked')));
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  await client.run(job(200_000));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
});

it('gives an overtaken question up: no answer, and the worker stops working on it', async () => {
  const client = new AnalysisClient(async () => started());
  await client.run(job(LONG));
  const controller = new AbortController();
  const scan: AnalysisJob = { kind: 'series', tasks: [{ series: series(3_000_000), anomalies: {} }] };
  const overtaken = client.run(scan, controller.signal);
  setTimeout(() => controller.abort(), 20);
  await expect(overtaken).rejects.toBeInstanceOf(AnalysisStopped);
  expect(await client.run(job(LONG))).toMatchObject({ place: 'worker' });
  expect(workers[0].received.map(({ type }) => type)).toEqual(['run', 'run', 'stop', 'run']);
  // Worked to its end, the overtaken job would have been answered between the two.
  expect(workers[0].sent.map(({ type }) => type)).toEqual(['ready', 'done', 'done']);
});

it('gives an overtaken question up in the page as well', async () => {
  const client = new AnalysisClient(() => Promise.reject(new Error('blocked')));
  const controller = new AbortController();
  const overtaken = client.run(job(300_000), controller.signal);
  setTimeout(() => controller.abort(), 20);
  await expect(overtaken).rejects.toBeInstanceOf(AnalysisStopped);
});

it.each([SHORT, LONG])('fails with a sentence when an option cannot be used, with %i points', async (length) => {
  const client = new AnalysisClient(async () => started());
  const bad: AnalysisJob = { kind: 'series', tasks: [{ series: series(length), anomalies: { sensitivity: 1 } }] };
  await expect(client.run(bad)).rejects.toThrow(/sensitivity is either between 0 and 1/);
  expect(await client.run(job(LONG))).toMatchObject({ place: 'worker' });
});

it('says that the worker has died, and starts another one for the next question', async () => {
  const client = new AnalysisClient(async () => started());
  await client.run(job(LONG));
  const lost = client.run(job(LONG));
  setTimeout(() => workers[0].fail('out of memory'), 1);
  await expect(lost).rejects.toThrow(/has stopped: out of memory/);
  expect(await client.run(job(LONG))).toMatchObject({ place: 'worker' });
  expect(workers).toHaveLength(2);
});

it('brings of a long series what a drawing needs, and finds where its forecast passes thresholds', async () => {
  const client = new AnalysisClient(async () => started());
  const rising = { times: column(LONG, (index) => index * 60_000), values: column(LONG, (index) => 100 + index / 100) };
  const [reached, missed] = [rising.values[LONG - 1] + 1, 1];
  const horizon = { points: 200 };
  const expected = forecast(rising, { horizon, threshold: reached }).crossing;
  const { answer } = await client.run({
    kind: 'series',
    tasks: [{ series: rising, anomalies: {}, forecast: { horizon }, thresholds: [reached, missed], thin: 600 }],
  });
  const { anomalies, crossings } = only({ answer, place: 'worker', withoutWorker: false });
  expect(anomalies?.n).toBe(LONG);
  expect(anomalies?.times.length).toBeLessThanOrEqual(600);
  expect(expected?.state).toBe('expected');
  expect(crossings).toEqual([expected, expect.objectContaining({ threshold: missed, state: 'not expected' })]);
});

it('compares series with each other', async () => {
  const client = new AnalysisClient(async () => started());
  const values = [0, 1, 2, 3].map((which) =>
    column(200, (index) => (which === 2 && index === 150 ? 90 : 10 + which / 10 + (index % 7)))
  );
  const times = column(200, (index) => index * 60_000);
  const { answer } = await client.run({
    kind: 'series',
    tasks: values.map((own) => ({ series: { times, values: own } })),
    outliers: { sensitivity: 0.5 },
  });
  expect(answer.kind === 'series' && answer.answers.map(({ anomalies }) => anomalies?.incidents.length)).toEqual([
    0, 0, 1, 0,
  ]);
});

it('compares swarms in the worker, and leaves the samples with their owner', async () => {
  const client = new AnalysisClient(async () => started());
  const groups = ['a', 'b'].map((id, shift) => ({ id, values: column(15_000, (index) => index + shift * 4000) }));
  const sample = {
    metric: 'task_duration',
    name: 'Task duration',
    unit: 'ms' as const,
    direction: 'lower' as const,
    sampleUnit: 'task',
    shape: 'values' as const,
    groups,
  };
  const { answer, place } = await client.run({
    kind: 'comparison',
    samples: [sample],
    options: { groups: ['a', 'b'] },
  });
  expect(place).toBe('worker');
  expect(answer.kind === 'comparison' && answer.comparison.overallWinner.id).toBe('a');
  expect(groups[0].values).toHaveLength(15_000);
});
