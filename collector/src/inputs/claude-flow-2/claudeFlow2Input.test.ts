import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ServiceError } from '../../errors.ts';
import { Ingestor } from '../../ingest/ingestor.ts';
import type { Store } from '../../store/store.ts';
import { ADD_ROW, change, recordedFolder } from '../../testing/claudeFlow2.ts';
import { openStore, summaryOf } from '../../testing/stores.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { createInput } from '../createInput.ts';
import { ClaudeFlow2Input } from './claudeFlow2Input.ts';

async function started(folder: string, store: Store): Promise<ClaudeFlow2Input> {
  const input = await ClaudeFlow2Input.create(folder, new Ingestor(store), await tempFolder());
  onTestFinished(() => input.stop());
  await input.start();
  return input;
}

const stateOf = (input: ClaudeFlow2Input) => input.status().state;
const becomes = (input: ClaudeFlow2Input, state: string) =>
  vi.waitFor(() => expect(stateOf(input)).toBe(state), { timeout: 6000 });

/** Every file and folder with size and time of change. */
async function listing(folder: string): Promise<string[]> {
  const names = ['.', ...(await readdir(folder, { recursive: true }))].sort();
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeNs, mode } = await stat(join(folder, name), { bigint: true });
      return `${name} ${size} ${mtimeNs} ${mode}`;
    })
  );
}

describe('ClaudeFlow2Input', () => {
  it('reads the recorded project to its known totals', async () => {
    const folder = await recordedFolder('project');
    const store = await openStore();
    const before = await listing(folder);
    const input = await started(folder, store);
    const { tasks, tools } = await summaryOf(store, 'unassigned');
    expect(tasks).toMatchObject({ total: 11, completed: 11, failed: 0 });
    expect(tasks.duration).toMatchObject({ n: 10, min: 4003, max: 5360 });
    expect(tasks.duration?.mean).toBeCloseTo(4442.6, 6);
    expect(tools).toEqual({ total: 10, failed: 3 });
    const swarms = (await store.swarms({})).filter(({ swarmId }) => swarmId !== 'unassigned');
    expect(swarms.map(({ topology, agentCount, tasks: { total } }) => [topology, agentCount, total])).toEqual([
      [undefined, 5, 0],
      [undefined, 5, 0],
      ['mesh', 3, 0],
      ['hierarchical', 4, 0],
    ]);
    const { state, counts } = input.status();
    expect(state).toBe('ok');
    // 11 tasks, 10 commands, CPU and memory once.
    expect(counts).toEqual({ received: 23, stored: 23, duplicates: 0, rejected: {}, ignored: 0 });
    expect(await listing(folder), 'nothing is written into the folder').toEqual(before);
  });

  it('reads what is in an open write-ahead log too', async () => {
    const folder = await recordedFolder('live');
    const store = await openStore();
    const before = await listing(folder);
    await started(folder, store);
    const known = async (from: Store) =>
      (await from.swarms({})).flatMap(({ swarmId, agentCount }) => (swarmId === 'unassigned' ? [] : [agentCount]));
    expect(await known(store)).toEqual([3, 4]);
    expect(await listing(folder)).toEqual(before);
    await unlink(join(folder, '.swarm', 'memory.db-wal'));
    const withoutLog = await openStore();
    await started(folder, withoutLog);
    expect(await known(withoutLog), 'the rows of the log are in no other file').not.toEqual([3, 4]);
  });

  it('stores nothing twice when it is started again, here or on a copy', async () => {
    const store = await openStore();
    await (await started(await recordedFolder('project'), store)).stop();
    const before = await store.info();
    const again = await started(await recordedFolder('project'), store);
    expect(again.status().counts).toMatchObject({ received: 23, stored: 0, duplicates: 23 });
    expect(await store.info()).toEqual(before);
  });

  it('follows several writers live, and hands over only what is new', async () => {
    const folder = await recordedFolder('project');
    const store = await openStore();
    const input = await started(folder, store);
    const memory = join(folder, '.swarm', 'memory.db');
    const task = { taskId: 'late', agentId: 'agent-1', status: 'completed', completedAt: '2026-11-23T13:00:00Z' };
    const row = [JSON.stringify({ ...task, duration: 12 }), 'hooks:post-task', 1795438800, 1795438800] as const;
    await change(memory, [ADD_ROW, ['task:late:completed', ...row]]);
    await change(memory, [ADD_ROW, ['task:torn:completed', '{"taskId":', 'hooks:post-task', 1795438800, 1795438800]]);
    await vi.waitFor(() => expect(input.status().counts).toMatchObject({ stored: 24, duplicates: 0 }), {
      timeout: 6000,
    });
    await change(memory, [ADD_ROW, ['anything', 'text', 'project', 1, 1]]);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { counts, examples } = input.status();
    expect(counts).toEqual({ received: 25, stored: 24, duplicates: 0, rejected: { malformed: 1 }, ignored: 0 });
    expect(examples).toEqual([{ reason: 'malformed', message: expect.stringContaining('memory.db') }]);
  });

  it('takes a folder without the empty or missing parts as normal', async () => {
    const folder = await recordedFolder('project');
    await rm(join(folder, '.swarm'), { recursive: true });
    await writeFile(join(folder, '.claude-flow', 'metrics', 'system-metrics.json'), '[]');
    await change(join(folder, '.hive-mind', 'hive.db'), ['DELETE FROM agents'], ['DELETE FROM swarms']);
    const input = await started(folder, await openStore());
    expect(input.status()).toMatchObject({ state: 'ok', counts: { received: 0 } });
  });

  it('waits in an empty folder, and goes on when claude-flow comes', async () => {
    const folder = await tempFolder();
    const store = await openStore();
    const input = await started(folder, store);
    expect(input.status()).toMatchObject({ state: 'waiting', reason: expect.stringContaining('claude-flow 2.x') });
    await rename(join(await recordedFolder('project'), '.swarm'), join(folder, '.swarm'));
    await becomes(input, 'ok');
    expect(await store.info()).toMatchObject({ tasks: 11, steps: 10 });
  });

  it('keeps what it has while the folder is gone, and reads on when it is back', async () => {
    const folder = await recordedFolder('project');
    const store = await openStore();
    const input = await started(folder, store);
    await rename(folder, `${folder}-away`);
    await becomes(input, 'degraded');
    expect(input.status().reason).toContain('gone');
    await rename(`${folder}-away`, folder);
    await becomes(input, 'ok');
    expect(await store.info()).toMatchObject({ tasks: 11, steps: 10 });
  });

  it('says which file is damaged or torn, and reads the others', async () => {
    const folder = await recordedFolder('project');
    const file = join(folder, '.hive-mind', 'hive.db');
    await writeFile(file, 'no database at all '.repeat(300));
    await utimes(file, 1, 1);
    await writeFile(join(folder, '.claude-flow', 'metrics', 'system-metrics.json'), '[{"times');
    const store = await openStore();
    const input = await started(folder, store);
    expect(input.status()).toMatchObject({
      state: 'degraded',
      reason: expect.stringContaining('.hive-mind/hive.db: '),
    });
    expect(input.status().reason).toContain('system-metrics.json: ');
    expect(input.status().reason).not.toContain(folder);
    expect(await store.info()).toMatchObject({ tasks: 11, steps: 10 });
  });

  it('says so when the folder is one of claude-flow 3.x', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, '.swarm'));
    const database = new sqlite.Database(join(folder, '.swarm', 'memory.db'));
    database.exec('CREATE TABLE memory_entries (id TEXT, key TEXT, namespace TEXT, content TEXT)');
    database.close();
    await utimes(join(folder, '.swarm', 'memory.db'), 1, 1);
    const input = await started(folder, await openStore());
    expect(input.status()).toMatchObject({ state: 'degraded', reason: expect.stringContaining('kind claude-flow') });
  });

  const python = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;
  it.skipIf(!python)('reads beside a writer that holds a lock', async () => {
    const folder = await recordedFolder('project');
    const script = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('BEGIN EXCLUSIVE')
print('ready', flush=True)
sys.stdin.read()`;
    const child = spawn('python3', ['-c', script, join(folder, '.swarm', 'memory.db')]);
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const store = await openStore();
    await started(folder, store);
    expect(await store.info()).toMatchObject({ tasks: 11, steps: 10 });
  });

  it('hands over everything again after the store has failed, and counts it once', async () => {
    const real = await openStore();
    let broken = true;
    const store: Store = Object.assign(Object.create(real), {
      append: (...batch: Parameters<Store['append']>) =>
        broken ? Promise.reject(new ServiceError('STORE_FULL', 'The disk is full.')) : real.append(...batch),
    });
    const input = await started(await recordedFolder('project'), store);
    expect(input.status()).toMatchObject({ state: 'degraded', counts: { stored: 0 } });
    broken = false;
    await becomes(input, 'ok');
    expect(input.status().counts).toMatchObject({ received: 23, stored: 23, duplicates: 0 });
  });

  it('is made from its configuration, needs its folder, and keeps the path to itself', async () => {
    const folder = await recordedFolder('project');
    const context = { ingestor: new Ingestor(await openStore()), scratch: await tempFolder() };
    const log = (await import('pino')).pino({ level: 'silent' });
    const input = await createInput({ kind: 'claude-flow-2', folder }, { ...context, log });
    expect(input.id).toMatch(/^claude-flow-2:project:[0-9a-f]{4}$/);
    await expect(ClaudeFlow2Input.create(join(folder, 'none'), context.ingestor)).rejects.toMatchObject({
      code: 'CONFIG',
    });
  });
});
