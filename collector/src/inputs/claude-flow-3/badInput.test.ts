import { readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { describe, expect, it } from 'vitest';
import { Ingestor } from '../../ingest/ingestor.ts';
import { writeFeedback } from '../../testing/feedback.ts';
import { flowAgent, flowSwarm, flowTask, iso, TestProject } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { openStore, summaryOf } from '../../testing/stores.ts';
import { account } from '../../testing/submitters.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { MOST_LINE_BYTES } from './jsonlFile.ts';
import { ProjectReader } from './projectReader.ts';

/** A project with a reader and a real store; its clock stands an hour after noon. */
async function watched() {
  const [project, store, book] = [await TestProject.create(), await openStore(), account()];
  const ingestor = new Ingestor(store, () => NOON + 3_600_000);
  const reader = () => new ProjectReader(project.folder, 'scope', book, ingestor);
  return { project, store, book, ingestor, reader };
}

const call = (second: number, fields: Record<string, unknown> = {}) => ({
  ts: iso(NOON + second * 1000),
  task_hash: `hash-${second}`,
  model: 'haiku',
  resolved: true,
  messages: [{ role: 'system', content: 'Agent ID: agent-1' }],
  tokens: { input: 10, output: 1 },
  ...fields,
});

describe('odd names', () => {
  const ODD = [
    '__proto__',
    'constructor',
    'toString',
    'two\nlines',
    '<img src=x onerror=alert(1)>',
    '🐝 "quoted"',
    '\u202e',
  ];

  it('are kept as they are, as ids of swarms, agents and tasks', async () => {
    const { project, store, book, reader } = await watched();
    const object = (name: string, values: Array<Record<string, unknown>>) =>
      `{"${name}":{${values.map((value, index) => `${JSON.stringify(ODD[index])}:${JSON.stringify(value)}`).join(',')}}}`;
    await project.write(
      project.paths.swarms,
      object(
        'swarms',
        ODD.map((name) => flowSwarm(name, [name]))
      )
    );
    await project.write(
      project.paths.agents,
      object(
        'agents',
        ODD.map((name) => flowAgent(name, { agentType: name }))
      )
    );
    await project.write(
      project.paths.tasks,
      object(
        'tasks',
        ODD.map((name) => flowTask(name, { assignedTo: [name], type: name }))
      )
    );
    expect((await reader().readOnce()).problems).toEqual([]);
    expect(book.status().counts).toMatchObject({ stored: ODD.length, rejected: {} });
    for (const name of ODD) {
      expect(await summaryOf(store, name)).toMatchObject({ tasks: { total: 1, completed: 1 }, agentCount: 1 });
    }
  });

  it('that are far too long are refused and counted', async () => {
    const { project, book, reader } = await watched();
    await project.tasks(flowTask('x'.repeat(5000)), flowTask('a'));
    await reader().readOnce();
    expect(book.status().counts).toMatchObject({ stored: 1, rejected: { name_too_long: 1 } });
  });
});

describe('tasks that are of no use', () => {
  it('are counted once, with a reason, however often their store is written', async () => {
    const { project, book, ingestor } = await watched();
    const open = new ProjectReader(project.folder, 'scope', book, ingestor);
    const untimed = { createdAt: 'soon', startedAt: null, completedAt: {} };
    const odd = [
      { taskId: 'statusless' },
      flowTask('untimed', untimed),
      flowTask('gone', { ...untimed, status: 'failed' }),
    ];
    await project.tasks(...odd);
    await open.readOnce();
    expect(book.status().counts).toMatchObject({ received: 3, stored: 0, rejected: { malformed: 1, missing_time: 2 } });
    for (const name of ['a', 'b', 'c']) {
      await project.tasks(...odd, flowTask(name));
      await open.readOnce();
    }
    expect(book.status().counts).toMatchObject({ received: 6, stored: 3, rejected: { malformed: 1, missing_time: 2 } });
    await project.tasks(flowTask('untimed'));
    await open.readOnce();
    expect(book.status().counts).toMatchObject({ received: 7, stored: 4 });
  });
});

describe('clocks', () => {
  it('that go wrong: far ahead is refused, a little ahead is capped, backwards has no duration', async () => {
    const { project, store, book, reader } = await watched();
    const at = (minutes: number) => iso(NOON + 3_600_000 + minutes * 60_000);
    await project.tasks(
      flowTask('far', { completedAt: at(11) }),
      flowTask('near', { completedAt: at(9) }),
      flowTask('back', { startedAt: iso(NOON + 9000), completedAt: iso(NOON + 8000) }),
      flowTask('late', { createdAt: iso(NOON - 8e10), startedAt: iso(NOON - 8e10), completedAt: iso(NOON - 8e10 + 5) })
    );
    await reader().readOnce();
    expect(book.status().counts).toMatchObject({ stored: 3, rejected: { future: 1 } });
    const tasks = await store.tasks({ limit: 9 });
    const of = (id: string) => tasks.find((task) => task.id.startsWith(`${id}|`));
    expect(of('near')).toMatchObject({ endedAt: NOON + 3_600_000 });
    expect(of('back')?.durationMs ?? null).toBeNull();
    expect(of('late')).toMatchObject({ durationMs: 5 });
  });
});

describe('ledgers', () => {
  it('that were rotated while nobody watched lose nothing and count nothing twice', async () => {
    const { project, store, book, ingestor, reader } = await watched();
    const { runTranscripts } = project.paths;
    await project.append(runTranscripts, [call(1), call(2)]);
    await reader().readOnce();
    await project.append(runTranscripts, [call(3)]);
    await rename(runTranscripts, `${runTranscripts}.2`);
    await project.append(`${runTranscripts}.1`, [call(4), call(5)]);
    await project.append(runTranscripts, [call(6)]);
    await new ProjectReader(project.folder, 'scope', book, ingestor).readOnce();
    expect((await summaryOf(store, 'unassigned')).requests).toMatchObject({ total: 6 });
    expect(book.status().counts).toMatchObject({ stored: 6, duplicates: 2, rejected: {} });
  });

  it('that were rotated, or written anew in place, count a broken line once', async () => {
    const { project, store, book, ingestor } = await watched();
    const { runTranscripts, trajectories, costs } = project.paths;
    const open = new ProjectReader(project.folder, 'scope', book, ingestor);
    for (const path of [runTranscripts, trajectories, costs]) {
      await project.append(path, [`no line of ${path}`, 'x'.repeat(MOST_LINE_BYTES + 1)]);
    }
    await project.append(runTranscripts, [call(1)]);
    await open.readOnce();
    const rejected = { malformed: 3, line_too_long: 3 };
    expect(book.status().counts).toMatchObject({ received: 7, stored: 1, duplicates: 0, rejected });
    for (const path of [runTranscripts, trajectories, costs]) {
      await rename(path, `${path}.1`);
      await project.append(path, []);
    }
    await project.append(runTranscripts, [call(2)]);
    await open.readOnce();
    expect(book.status().counts).toMatchObject({ received: 15, stored: 2, duplicates: 7, rejected });
    await project.write(runTranscripts, `${JSON.stringify(call(3))}\n${JSON.stringify(call(2))}\n`);
    await open.readOnce();
    expect((await summaryOf(store, 'unassigned')).requests).toMatchObject({ total: 3 });
    expect(book.status().counts).toMatchObject({ stored: 3, rejected });
  });

  it('in another encoding are refused line by line, and what is not whole waits', async () => {
    const { project, store, book, reader } = await watched();
    const { runTranscripts } = project.paths;
    await project.write(runTranscripts, '');
    await writeFile(runTranscripts, Buffer.from(`${JSON.stringify(call(1))}\n${JSON.stringify(call(2))}\n`, 'utf16le'));
    const open = reader();
    await open.readOnce();
    expect(book.status().counts).toMatchObject({ stored: 0, rejected: { malformed: 2 } });
    await project.write(runTranscripts, `${JSON.stringify(call(3))}\n${JSON.stringify(call(4)).slice(0, 40)}`);
    await project.append(runTranscripts, []);
    const again = reader();
    await again.readOnce();
    expect((await summaryOf(store, 'unassigned')).requests).toMatchObject({ total: 1 });
    await project.append(runTranscripts, [JSON.stringify(call(4)).slice(40)]);
    await again.readOnce();
    expect((await summaryOf(store, 'unassigned')).requests).toMatchObject({ total: 2 });
  });
});

describe('memory', () => {
  it('stays bounded with long lines: few of them are held at once', async () => {
    const { project, book } = await watched();
    const sizes: number[] = [];
    const long = 'x'.repeat(500_000);
    for (let second = 0; second < 60; second++) {
      await project.append(project.paths.runTranscripts, [call(second, { padding: long })]);
    }
    const submitter = {
      async submit(_: unknown, own: readonly unknown[]) {
        sizes.push(own.length);
        return { stored: own.length, duplicates: 0, rejected: [] };
      },
    };
    await new ProjectReader(project.folder, 'scope', book, submitter).readOnce();
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(60);
    expect(Math.max(...sizes)).toBeLessThan(12);
  });

  it('is not spent on a store that is far too large: it is named, and the rest is read', async () => {
    const { project, store, reader } = await watched();
    await project.write(project.paths.tasks, '{}');
    await truncate(project.paths.tasks, 40 * 1024 * 1024);
    await project.append(project.paths.runTranscripts, [call(1)]);
    const { problems } = await reader().readOnce();
    expect(problems).toEqual(['tasks/store.json: larger than 32 MiB, so it is not read']);
    expect((await summaryOf(store, 'unassigned')).requests).toMatchObject({ total: 1 });
  });
});

describe('databases', () => {
  it('that are damaged are named and do not hold up the rest', async () => {
    const { project, store, reader } = await watched();
    await project.tasks(flowTask('a'));
    await project.write(project.paths.memory, 'no database '.repeat(500));
    await writeFeedback(project.paths.feedback, [{ taskId: 'a', success: true }]);
    await truncate(project.paths.feedback, 5000);
    await project.age(project.paths.memory, NOON);
    await project.age(project.paths.feedback, NOON);
    const { problems } = await reader().readOnce();
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(['agentdb-memory.db', 'memory.db']);
    expect(problems.join()).not.toContain(project.folder);
    expect(await store.info()).toMatchObject({ tasks: 1 });
  });

  it('that somebody holds locked are read all the same', async () => {
    const { project, store, reader } = await watched();
    await writeFeedback(project.paths.feedback, [{ taskId: 'a', success: false }]);
    const holder = new sqlite.Database(project.paths.feedback);
    holder.exec('BEGIN EXCLUSIVE');
    await project.age(project.paths.feedback, NOON);
    const { problems } = await reader().readOnce();
    holder.exec('ROLLBACK');
    holder.close();
    expect(problems).toEqual([]);
    expect(await store.tasks({ limit: 9 })).toMatchObject([{ status: 'failed' }]);
  });

  it('leave no copy behind, whatever they are', async () => {
    const { project, book, ingestor } = await watched();
    const scratch = await tempFolder();
    await project.write(project.paths.memory, 'no database '.repeat(500));
    await writeFeedback(project.paths.feedback, [{ taskId: 'a', success: true }]);
    await project.age(project.paths.memory, NOON);
    await new ProjectReader(project.folder, 'scope', book, ingestor, scratch).readOnce();
    expect(await readdir(scratch)).toEqual([]);
  });
});

describe('a hive-mind', () => {
  const hive = (fields: Record<string, unknown> = {}) => ({
    initialized: true,
    topology: 'ring',
    workers: ['worker-1'],
    queen: { agentId: 'queen-1', electedAt: iso(NOON - 1000) },
    createdAt: iso(NOON - 1000),
    updatedAt: iso(NOON),
    hiveToken: 'secret-of-the-hive',
    ...fields,
  });

  it('owns its workers’ tasks, and its token is nowhere in the store', async () => {
    const { project, store, reader } = await watched();
    await project.write(project.paths.hive, hive());
    await project.write(project.paths.hiveAgents, {
      agents: { 'worker-1': flowAgent('worker-1', { agentType: 'worker' }) },
    });
    await project.tasks(flowTask('a', { assignedTo: ['worker-1'] }));
    await reader().readOnce();
    const summary = await summaryOf(store, `hive-${NOON - 1000}`);
    expect(summary).toMatchObject({ topology: 'ring', agentCount: 2, tasks: { total: 1 } });
    const everything = [await store.swarms({}), await store.tasks({ limit: 9 }), await store.samples({ limit: 9 })];
    expect(JSON.stringify(everything)).not.toContain('secret-of-the-hive');
  });

  it('that is torn keeps work waiting, so that none goes to the wrong swarm', async () => {
    const { project, store, reader } = await watched();
    await project.write(project.paths.hive, JSON.stringify(hive()).slice(0, 60));
    await project.tasks(flowTask('a', { assignedTo: ['worker-1'] }));
    const open = reader();
    expect((await open.readOnce()).problems).toHaveLength(1);
    expect(await store.info()).toMatchObject({ tasks: 0 });
    await project.write(project.paths.hive, hive());
    await open.readOnce();
    expect((await store.swarms({})).map(({ swarmId }) => swarmId)).toEqual([`hive-${NOON - 1000}`]);
  });
});

describe('a folder', () => {
  it('that vanishes and comes back with other contents keeps its history', async () => {
    const { project, store, reader } = await watched();
    await project.tasks(flowTask('a'));
    const open = reader();
    await open.readOnce();
    await rm(join(project.folder, '.claude-flow'), { recursive: true });
    expect(await open.readOnce()).toEqual({ found: false, problems: [] });
    await project.tasks(flowTask('b'));
    await open.readOnce();
    expect(await store.info()).toMatchObject({ tasks: 2 });
  });
});
