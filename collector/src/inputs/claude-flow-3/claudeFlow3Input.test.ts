import { cp, rename, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ServiceError } from '../../errors.ts';
import { Ingestor } from '../../ingest/ingestor.ts';
import type { Store } from '../../store/store.ts';
import { flowTask, TestProject } from '../../testing/project.ts';
import { openStore } from '../../testing/stores.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { ClaudeFlow3Input } from './claudeFlow3Input.ts';

const RECORDING = fileURLToPath(new URL('../../../demo/claude-flow-3-recording', import.meta.url));

async function started(folder: string, store: Store): Promise<ClaudeFlow3Input> {
  const input = await ClaudeFlow3Input.create(folder, new Ingestor(store));
  onTestFinished(() => input.stop());
  await input.start();
  return input;
}

const stateOf = (input: ClaudeFlow3Input) => input.status().state;

describe('ClaudeFlow3Input', () => {
  it('reads the recorded project to its known totals', async () => {
    const folder = join(await tempFolder(), 'project');
    await cp(RECORDING, folder, { recursive: true });
    const store = await openStore();
    const input = await started(folder, store);
    const swarms = await store.swarms({});
    expect(
      swarms.map(({ topology, tasks, tokens, requests }) => [
        topology,
        tasks.total,
        tasks.failed,
        Math.round(tasks.duration?.mean ?? NaN),
        Math.round(tasks.duration?.p95 ?? NaN),
        tokens?.total,
        requests?.total,
      ])
    ).toEqual([
      ['hierarchical', 24, 1, 229, 396, 25_745, 24],
      ['mesh', 24, 2, 492, 823, 34_843, 24],
      ['star', 24, 3, 260, 373, 23_173, 24],
    ]);
    expect(stateOf(input)).toBe('ok');
    const { counts } = input.status();
    expect(counts.received).toBe(counts.stored);
    expect(counts.rejected).toEqual({});
  });

  it('stores nothing twice when it is started again, here or on a copy of the folder', async () => {
    const store = await openStore();
    await (await started(RECORDING, store)).stop();
    const before = await store.info();
    const again = await started(RECORDING, store);
    expect(again.status().counts).toMatchObject({ stored: 0 });
    expect(again.status().counts.duplicates).toBeGreaterThan(200);
    expect(await store.info()).toEqual(before);
  });

  it('needs the folder to be there at the start', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), '');
    const ingestor = new Ingestor(await openStore());
    for (const path of [join(folder, 'missing'), join(folder, 'file')]) {
      await expect(ClaudeFlow3Input.create(path, ingestor)).rejects.toMatchObject({
        code: 'CONFIG',
        message: expect.stringContaining(path),
      });
    }
  });

  it('waits for claude-flow in an empty folder, and goes on when it comes', async () => {
    const project = await TestProject.create();
    const store = await openStore();
    const input = await started(project.folder, store);
    expect(input.status()).toMatchObject({ state: 'waiting', reason: expect.stringContaining('claude-flow') });
    await project.tasks(flowTask('a'));
    await vi.waitFor(() => expect(stateOf(input)).toBe('ok'), { timeout: 5000 });
    expect(await store.info()).toMatchObject({ tasks: 1 });
  });

  it('keeps what it has while the folder is gone, and reads on when it is back', async () => {
    const project = await TestProject.create();
    await project.tasks(flowTask('a'));
    const store = await openStore();
    const input = await started(project.folder, store);
    await rename(project.folder, `${project.folder}-away`);
    await vi.waitFor(() => expect(stateOf(input)).toBe('degraded'), { timeout: 5000 });
    expect(await store.info()).toMatchObject({ tasks: 1 });
    await rename(`${project.folder}-away`, project.folder);
    await project.tasks(flowTask('a'), flowTask('b'));
    await vi.waitFor(() => expect(stateOf(input)).toBe('ok'), { timeout: 5000 });
    expect(await store.info()).toMatchObject({ tasks: 2 });
  });

  it('says which file is torn until it is whole', async () => {
    const project = await TestProject.create();
    await project.write(project.paths.tasks, '{"tasks"');
    const input = await started(project.folder, await openStore());
    expect(input.status()).toMatchObject({ state: 'degraded', reason: expect.stringContaining('tasks/store.json') });
    await project.tasks(flowTask('a'));
    await vi.waitFor(() => expect(stateOf(input)).toBe('ok'), { timeout: 5000 });
  });

  it('hands over everything again after the store has failed, and counts it once', async () => {
    const project = await TestProject.create();
    await project.tasks(flowTask('a'), flowTask('b'));
    const real = await openStore();
    let broken = true;
    const store: Store = Object.assign(Object.create(real), {
      append: (...batch: Parameters<Store['append']>) =>
        broken ? Promise.reject(new ServiceError('STORE_FULL', 'The disk is full.')) : real.append(...batch),
    });
    const input = await started(project.folder, store);
    expect(input.status()).toMatchObject({ state: 'degraded', counts: { stored: 0 } });
    expect(input.status().reason).toContain('The disk is full.');
    broken = false;
    await vi.waitFor(() => expect(stateOf(input)).toBe('ok'), { timeout: 5000 });
    expect(input.status().counts).toMatchObject({ received: 2, stored: 2, duplicates: 0 });
    expect(await real.info()).toMatchObject({ tasks: 2 });
  });

  it('submits nothing any more once it has stopped, even when stopped while starting', async () => {
    const store = await openStore();
    const ingestor = new Ingestor(store);
    const input = await ClaudeFlow3Input.create(RECORDING, ingestor);
    const starting = input.start();
    await input.stop();
    const stored = await store.info();
    await starting;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await store.info()).toEqual(stored);
    expect(stored.tasks).toBeGreaterThan(0);
  });

  it('is named by the folder’s last part and keeps the path to itself', async () => {
    const project = await TestProject.create();
    await project.tasks(flowTask('a'));
    const link = join(await tempFolder(), 'link to it');
    await symlink(project.folder, link);
    const store = await openStore();
    const input = await started(link, store);
    expect(input.id).toMatch(new RegExp(`^claude-flow:${basename(project.folder)}:[0-9a-f]{4}$`));
    expect(JSON.stringify(await store.tasks({ limit: 9 }))).not.toContain(project.folder);
  });
});
