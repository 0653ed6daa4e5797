import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { timeOf } from '../../ingest/check.ts';
import { Ingestor } from '../../ingest/ingestor.ts';
import { openStore, type TestStore } from '../../testing/stores.ts';
import { DemoReplay, nextPassNumber, PASS_MS } from './demoReplay.ts';
import { recordsOfPass } from './pass.ts';
import { loadRecording } from './recording.ts';

const RECORDING = fileURLToPath(new URL('../../../demo/claude-flow-3-recording', import.meta.url));
const MINUTE = 60_000;

/** A replay whose clock the test sets. */
async function replay(store: TestStore, firstPass = 1) {
  const time = { now: Date.UTC(2026, 10, 25, 9) };
  const clock = () => time.now;
  const input = new DemoReplay(await loadRecording(RECORDING), new Ingestor(store, clock), firstPass, clock);
  onTestFinished(() => input.stop());
  return { input, time };
}

const tasksBySwarm = async (store: TestStore) =>
  (await store.swarms({})).map(({ swarmId, tasks }) => [swarmId, tasks.total, tasks.failed]);

describe('the recording', () => {
  it('is in order of time and spans its own work', async () => {
    const { records, from, to } = await loadRecording(RECORDING);
    const times = records.map(timeOf);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(to - from).toBeGreaterThan(20_000);
    expect(to - from).toBeLessThan(60_000);
  });

  it('as a pass keeps every duration and distance, and shares no id with another pass', async () => {
    const recording = await loadRecording(RECORDING);
    const startsAt = Date.UTC(2026, 10, 25);
    const [first, second] = [1, 2].map((number) =>
      recordsOfPass(recording, { number, startsAt: startsAt + number * MINUTE })
    );
    const tasks = (records = first) => (records ?? []).flatMap((record) => (record.type === 'task' ? [record] : []));
    const original = recording.records.flatMap((record) => (record.type === 'task' ? [record] : []));
    expect(tasks().map(({ durationMs }) => durationMs)).toEqual(original.map(({ durationMs }) => durationMs));
    expect(tasks().map(({ endedAt }) => endedAt - startsAt - MINUTE)).toEqual(
      original.map(({ endedAt }) => endedAt - recording.from)
    );
    const shared = (of: (task: (typeof original)[number]) => string) => {
      const known = new Set(tasks(first).map(of));
      return tasks(second).filter((task) => known.has(of(task)));
    };
    expect([shared(({ id }) => id), shared(({ factId }) => factId), shared(({ scope }) => scope)]).toEqual([
      [],
      [],
      [],
    ]);
    expect(new Set(shared(({ swarmId }) => swarmId).map(({ swarmId }) => swarmId))).toEqual(new Set(['unassigned']));
  });

  it('leaves the other machine’s CPU and memory out', async () => {
    const recording = await loadRecording(RECORDING);
    const types = (records: typeof recording.records) =>
      new Set(records.map((record) => (record.type === 'sample' ? record.metricType : record.type)));
    expect(types(recording.records)).toContain('CPU_USAGE');
    expect(types(recordsOfPass(recording, { number: 1, startsAt: 0 }))).not.toContain('CPU_USAGE');
  });
});

describe('DemoReplay', () => {
  it('starts with one whole pass that has just ended', async () => {
    const store = await openStore();
    const { input, time } = await replay(store);
    await input.start();
    expect(await tasksBySwarm(store)).toEqual([
      ['demo-hierarchical-1', 24, 1],
      ['demo-mesh-1', 24, 2],
      ['demo-star-1', 24, 3],
    ]);
    const { window } = await store.info();
    expect(window?.to).toBeLessThanOrEqual(time.now);
    expect(window?.from).toBeGreaterThan(time.now - MINUTE);
    expect(input.status()).toMatchObject({ state: 'ok', reason: expect.stringContaining('stub model') });
  });

  it('plays the next pass when it is due, as fast as it was recorded, as swarms of its own', async () => {
    const store = await openStore();
    const { input, time } = await replay(store);
    await input.start();
    time.now += PASS_MS + 15_000;
    await vi.waitFor(async () => expect((await tasksBySwarm(store)).length).toBeGreaterThan(3), { timeout: 5000 });
    const halfway = (await tasksBySwarm(store)).filter(([name]) => String(name).endsWith('-2'));
    time.now += MINUTE;
    await vi.waitFor(
      async () =>
        expect(await tasksBySwarm(store)).toEqual(
          [1, 2]
            .flatMap((pass) => [
              [`demo-hierarchical-${pass}`, 24, 1],
              [`demo-mesh-${pass}`, 24, 2],
              [`demo-star-${pass}`, 24, 3],
            ])
            .sort()
        ),
      { timeout: 5000 }
    );
    expect(halfway.every(([, total]) => Number(total) < 24)).toBe(true);
  });

  it('goes on with the next number after a restart', async () => {
    const store = await openStore();
    const { input } = await replay(
      store,
      nextPassNumber(['demo-mesh-1', 'demo-star-9', 'demo-hierarchical-10', 'other-99'])
    );
    await input.start();
    expect((await tasksBySwarm(store)).map(([name]) => name)).toContain('demo-mesh-11');
    expect(nextPassNumber([])).toBe(1);
  });
});
