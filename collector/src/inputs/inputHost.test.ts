import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Ingestor } from '../ingest/ingestor.ts';
import { StateDb } from '../state/stateDb.ts';
import { tempFolder } from '../testing/tempFolder.ts';
import { flowTask, TestProject } from '../testing/project.ts';
import { openStore, type TestStore } from '../testing/stores.ts';
import { InputHost } from './inputHost.ts';

async function hostWith(store: TestStore, stateFile: string, configured: string[] = []) {
  const state = new StateDb(stateFile);
  const context = { ingestor: new Ingestor(store), scratch: await tempFolder(), log: pino({ level: 'silent' }) };
  const host = new InputHost(context, state);
  await host.prepare(configured.map((folder) => ({ kind: 'claude-flow', folder })));
  await host.start();
  const stop = async () => {
    await host.stop();
    state.close();
  };
  return { host, stop };
}

describe('the inputs of a service', () => {
  it('can be added while it runs, are read at once, and are there after a restart', async () => {
    const [store, project] = [await openStore(), await TestProject.create()];
    await project.tasks(flowTask('a'));
    const stateFile = join(await tempFolder(), 'state.db');
    const first = await hostWith(store, stateFile);
    const added = await first.host.add({ kind: 'claude-flow', folder: project.folder }, 1);
    expect(added).toMatchObject({ state: 'ok', removable: true, counts: { stored: 1 } });
    expect(await first.host.add({ kind: 'claude-flow', folder: project.folder }, 2)).toMatchObject({ id: added.id });
    expect(first.host.statuses()).toHaveLength(1);
    await first.stop();

    const second = await hostWith(store, stateFile);
    expect(second.host.statuses()).toMatchObject([{ id: added.id, state: 'ok', counts: { stored: 0, duplicates: 1 } }]);
    await second.host.remove(added.id);
    expect(second.host.statuses()).toEqual([]);
    await second.stop();

    const third = await hostWith(store, stateFile);
    onTestFinished(third.stop);
    expect(third.host.statuses()).toEqual([]);
  });

  it('that are there already are not taken for others of the same place', async () => {
    const [store, project] = [await openStore(), await TestProject.create()];
    const { host, stop } = await hostWith(store, join(await tempFolder(), 'state.db'));
    onTestFinished(stop);
    const transcripts = { kind: 'claude-code-transcripts', folder: project.folder } as const;
    const first = await host.add({ ...transcripts, swarms: { a: 'one' } }, 1);
    expect(await host.add({ ...transcripts, swarms: { a: 'one' } }, 2)).toMatchObject({ id: first.id });
    await expect(host.add({ ...transcripts, swarms: { a: 'two' } }, 3)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('that are configured can’t be removed, and unknown ones are named', async () => {
    const [store, project] = [await openStore(), await TestProject.create()];
    const { host, stop } = await hostWith(store, join(await tempFolder(), 'state.db'), [project.folder]);
    onTestFinished(stop);
    const [status] = host.statuses();
    expect(status).toMatchObject({ removable: false });
    await expect(host.remove(status?.id ?? '')).rejects.toMatchObject({ code: 'CONFIG' });
    await expect(host.remove('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND', extra: { known: [status?.id] } });
  });

  it('that can’t run are refused when added, and are no reason not to start later', async () => {
    const [store, project] = [await openStore(), await TestProject.create()];
    const stateFile = join(await tempFolder(), 'state.db');
    const first = await hostWith(store, stateFile);
    await expect(first.host.add({ kind: 'claude-flow', folder: '/nowhere/at/all' }, 1)).rejects.toMatchObject({
      code: 'CONFIG',
    });
    expect(first.host.statuses()).toEqual([]);
    const { id } = await first.host.add({ kind: 'claude-flow', folder: project.folder }, 1);
    await first.stop();

    await rename(project.folder, `${project.folder}-moved`);
    onTestFinished(() => rm(`${project.folder}-moved`, { recursive: true }));
    const second = await hostWith(store, stateFile);
    expect(second.host.statuses()).toMatchObject([
      { id, state: 'degraded', removable: true, reason: expect.stringContaining('no folder') },
    ]);
    await second.host.retryMissing();
    expect(second.host.statuses()).toMatchObject([{ id, state: 'degraded' }]);
    await rename(`${project.folder}-moved`, project.folder);
    await second.host.retryMissing();
    expect(second.host.statuses()).toMatchObject([{ id, state: 'waiting', removable: true }]);
    await second.stop();
    await rename(project.folder, `${project.folder}-moved`);
  });

  it('start although a killed process left its lock behind', async () => {
    const stateFile = join(await tempFolder(), 'state.db');
    await mkdir(`${stateFile}.lock`);
    const { stop } = await hostWith(await openStore(), stateFile);
    await stop();
  });
});
