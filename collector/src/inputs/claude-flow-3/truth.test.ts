import { truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Ingestor } from '../../ingest/ingestor.ts';
import type { StoredSample } from '../../store/rows.ts';
import type { Store } from '../../store/store.ts';
import { RECORDED_TOTALS, RecordedProject, totalsOf } from '../../testing/recordedProject.ts';
import { openStore, reopen } from '../../testing/stores.ts';
import { account } from '../../testing/submitters.ts';
import { projectPaths } from './paths.ts';
import { ProjectReader } from './projectReader.ts';

const readerOf = (project: RecordedProject, store: Store, book = account()) =>
  new ProjectReader(project.folder, 'scope', book, new Ingestor(store));

async function samplesOf(store: Store, type: string): Promise<StoredSample[]> {
  const samples = await store.samples({ limit: 10_000 });
  return samples.filter(({ metricType }) => metricType === type);
}

describe('the recorded project has its known totals', () => {
  it('read at once, and read twice', async () => {
    const [project, store, book] = [await RecordedProject.create(), await openStore(), account()];
    await project.finish();
    const { problems } = await readerOf(project, store, book).readOnce();
    expect(problems).toEqual([]);
    expect(await totalsOf(store)).toEqual(RECORDED_TOTALS);
    const { received, stored, duplicates, rejected } = book.status().counts;
    expect([received, duplicates, rejected]).toEqual([stored, 0, {}]);
    const before = await store.info();
    const second = account();
    await readerOf(project, store, second).readOnce();
    expect(second.status().counts).toMatchObject({ received: stored, stored: 0, duplicates: stored, rejected: {} });
    expect(await store.info()).toEqual(before);
    expect(await totalsOf(store)).toEqual(RECORDED_TOTALS);
  });

  it('watched as it happened, every reading twice', async () => {
    const [project, store] = [await RecordedProject.create(), await openStore()];
    const reader = readerOf(project, store);
    const counts: number[] = [];
    for (const snapshot of project.snapshots) {
      await project.show(snapshot);
      await reader.readOnce();
      await reader.readOnce();
      counts.push((await totalsOf(store)).reduce((sum, { tasks }) => sum + Number(tasks), 0));
    }
    // Each snapshot has some tasks that have not ended yet.
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect([counts[0] ?? 0, counts.at(-1) ?? 0].map((count) => count > 0 && count < 72)).toEqual([true, true]);
    await project.finish();
    await reader.readOnce();
    reader.again();
    await reader.readOnce();
    expect(await totalsOf(store)).toEqual(RECORDED_TOTALS);
  });

  it.each([0, 1, 2, 3, 4, 5])('with a restart after snapshot %i', async (last) => {
    const [project, store] = [await RecordedProject.create(), await openStore()];
    let [reader, current] = [readerOf(project, store), store];
    for (const [index, snapshot] of project.snapshots.entries()) {
      await project.show(snapshot);
      await reader.readOnce();
      if (index === last) {
        current = await reopen(store);
        reader = readerOf(project, current);
      }
    }
    await project.finish();
    await reader.readOnce();
    expect(await totalsOf(current)).toEqual(RECORDED_TOTALS);
  });

  it('with stores that are torn, empty, foreign or gone in between', async () => {
    const [project, store] = [await RecordedProject.create(), await openStore()];
    const reader = readerOf(project, store);
    const paths = projectPaths(project.folder);
    const harm: Array<() => Promise<void>> = [
      () => truncate(paths.tasks, 1000),
      () => truncate(paths.swarms, 0),
      () => writeFile(paths.agents, 'no JSON'),
      () => writeFile(paths.tasks, Buffer.from('{"tasks":{}}', 'utf16le')),
      () => writeFile(paths.swarms, '[]'),
      () => writeFile(paths.agents, Buffer.from([0x7b, 0xff, 0x7d])),
    ];
    for (const [index, snapshot] of project.snapshots.entries()) {
      await project.show(snapshot);
      await reader.readOnce();
      await harm[index]?.();
      expect((await reader.readOnce()).problems).toHaveLength(1);
    }
    await project.finish();
    expect((await reader.readOnce()).problems).toEqual([]);
    expect(await totalsOf(store)).toEqual(RECORDED_TOTALS);
  });

  it('and what lay beside: tool calls, patterns, failures told to the router, memory', async () => {
    const [project, store] = [await RecordedProject.create(), await openStore()];
    await project.finish();
    await readerOf(project, store).readOnce();
    const calls = await samplesOf(store, 'TOOL_CALLS');
    const byTool = (name: string) => calls.filter(({ tags }) => tags['tool'] === name).length;
    expect([calls.length, byTool('swarm_init'), byTool('agent_spawn')]).toEqual([60, 3, 12]);
    expect((await samplesOf(store, 'PATTERNS_LEARNED')).map(({ value }) => value)).toEqual([132]);
    expect((await samplesOf(store, 'CIRCUIT_BREAKER_TRIPS')).map(({ value }) => value)).toEqual([6]);
    expect(await samplesOf(store, 'ROUTER_DECISIONS'), 'agents that name a model leave the router nothing').toEqual([]);
    const memory = await samplesOf(store, 'MEMORY_ENTRIES');
    expect(memory.map(({ tags, value }) => [tags['namespace'], value])).toContainEqual(['feedback', 72]);
  });
});

describe('what only a live reading sees', () => {
  it('is each agent’s last call between readings; tokens still come from the ledgers', async () => {
    const [live, whole] = [await openStore(), await openStore()];
    const project = await RecordedProject.create();
    const reader = readerOf(project, live);
    for (const snapshot of project.snapshots) {
      await project.show(snapshot);
      await reader.readOnce();
    }
    await project.finish();
    await reader.readOnce();
    await readerOf(project, whole).readOnce();
    const seen = async (store: Store) => (await samplesOf(store, 'NEURAL_PROCESSING_TIME')).length;
    expect(await seen(whole), 'the last call of each agent').toBe(12);
    expect(await seen(live)).toBeGreaterThan(12);
    expect(await totalsOf(live)).toEqual(await totalsOf(whole));
  });
});
