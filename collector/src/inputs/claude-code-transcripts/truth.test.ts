import { appendFile, cp, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore, reopen } from '../../testing/stores.ts';
import { OF_SESSION, OF_SWARM, truth, truthOf } from '../../testing/transcriptTruth.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import {
  copyOfTranscripts,
  readTranscripts,
  RECORDED_SESSIONS,
  TRANSCRIPT_FIXTURES,
} from '../../testing/transcripts.ts';

describe('the recorded transcripts', () => {
  it('have the true numbers of each session, which stands in for its swarm', async () => {
    const store = await openStore();
    const { input } = await readTranscripts(await copyOfTranscripts(), store);
    const found = await store.swarms({});
    expect(Object.fromEntries(found.map((swarm) => [swarm.swarmId.slice(0, 8), truthOf(swarm)]))).toEqual(OF_SESSION);
    expect(found.every(({ inferred }) => inferred)).toBe(true);
    const status = input.status();
    expect(status).toMatchObject({ state: 'ok', counts: { duplicates: 1, rejected: {} } });
    expect(status).not.toHaveProperty('progress');
  });

  it('have the true numbers of each swarm that is configured, by session or by project', async () => {
    const store = await openStore();
    await readTranscripts(await copyOfTranscripts(), store, { swarms: RECORDED_SESSIONS });
    expect(await truth(store)).toEqual(OF_SWARM);

    const byProject = await openStore();
    await readTranscripts(await copyOfTranscripts(), byProject, { swarms: { '-home-user-project-service': 'cirrus' } });
    expect((await truth(byProject))['cirrus']).toEqual(OF_SWARM['cirrus']);
  });

  it('have sub-agents with measured durations, also the one in the background', async () => {
    const store = await openStore();
    await readTranscripts(await copyOfTranscripts(), store);
    const agents = await store.tasks({ kinds: ['subagent'], limit: 100 });
    expect(agents).toHaveLength(20);
    expect(
      agents.every(
        ({ status, provenance, tokensOutput }) =>
          status === 'completed' && provenance === 'measured' && tokensOutput === null
      )
    ).toBe(true);
    const of = (agentId: string) => agents.find((agent) => agent.agentId === agentId);
    expect(of('ae162c7c530506ae0')).toMatchObject({
      durationMs: 6796,
      agentType: 'general-purpose',
      model: 'claude-sonnet-5',
    });
    expect(of('afbfe6015dbd371e9')).toMatchObject({ durationMs: 2290, agentType: 'checker' });
  });

  it('have tool calls and requests below the sub-agent that made them, and failed requests without tokens', async () => {
    const store = await openStore();
    await readTranscripts(await copyOfTranscripts(), store);
    const tools = await store.tasks({ kinds: ['tool'], limit: 1000 });
    const nested = tools.filter(({ agentId }) => agentId === 'afbfe6015dbd371e9');
    expect(nested).toHaveLength(4);
    expect(nested.every(({ agentType, provenance }) => agentType === 'checker' && provenance === 'estimated')).toBe(
      true
    );
    expect(tools.every(({ durationMs, taskType }) => durationMs !== null && taskType !== null)).toBe(true);
    const failed = (await store.tasks({ kinds: ['request'], limit: 1000 })).filter(({ status }) => status === 'failed');
    expect(failed.map(({ errorClass, tokensInput, costUsd }) => [errorClass, tokensInput, costUsd]).sort()).toEqual([
      ['400', null, null],
      ['529', null, null],
    ]);
  });

  it('give the same numbers read twice, from a copy, and after a restart without cursors', async () => {
    const store = await openStore();
    const folder = await copyOfTranscripts();
    const setup = { swarms: RECORDED_SESSIONS };
    await (await readTranscripts(folder, store, setup)).end();
    const before = await store.info();
    const { input } = await readTranscripts(folder, store, setup);
    await readTranscripts(await copyOfTranscripts(), store, setup);
    expect(input.status().counts).toMatchObject({ stored: 0 });
    expect(input.status().counts.duplicates).toBeGreaterThan(300);
    expect(await store.info()).toEqual(before);
    expect(await truth(store)).toEqual(OF_SWARM);
  });

  it('count exactly when they grow line by line with restarts in between', async () => {
    const target = join(await tempFolder(), 'projects');
    const stateFile = join(await tempFolder(), 'state.db');
    let store = await openStore();
    const setup = { swarms: RECORDED_SESSIONS, stateFile };
    const files = await recordedFiles();
    for (let part = 1; part <= 6; part++) {
      for (const { path, bytes } of files) {
        const to = join(target, path);
        await mkdir(dirname(to), { recursive: true });
        // Cuts anywhere, in the middle of lines and of messages too.
        await appendFile(
          to,
          bytes.subarray(Math.floor((bytes.length * (part - 1)) / 6), Math.floor((bytes.length * part) / 6))
        );
      }
      await (await readTranscripts(target, store, setup)).end();
      store = await reopen(store);
    }
    expect(await truth(store)).toEqual(OF_SWARM);
  });

  it('are read again from the start when the state is lost or a file is put in place anew', async () => {
    const folder = await copyOfTranscripts();
    const stateFile = join(await tempFolder(), 'state.db');
    const store = await openStore();
    await (await readTranscripts(folder, store, { stateFile })).end();
    const before = await truth(store);
    const [path] = (await recordedFiles()).map((file) => join(folder, file.path));
    const whole = await readFile(path ?? '');
    await rm(path ?? '');
    const handle = await open(path ?? '', 'w');
    await handle.write(whole.subarray(0, whole.length / 2));
    await handle.close();
    await (await readTranscripts(folder, store, { stateFile })).end();
    await cp(join(TRANSCRIPT_FIXTURES, 'projects'), folder, { recursive: true });
    await (await readTranscripts(folder, store, { stateFile })).end();
    expect(await truth(store)).toEqual(before);
  });
});

async function recordedFiles(): Promise<Array<{ path: string; bytes: Buffer }>> {
  const root = join(TRANSCRIPT_FIXTURES, 'projects');
  const names = (await readdir(root, { recursive: true })).filter((name) => /\.jsonl?$/.test(name)).sort();
  return Promise.all(names.map(async (path) => ({ path, bytes: await readFile(join(root, path)) })));
}
