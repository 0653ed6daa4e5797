import { rm, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { TaskRecord } from '../../../../src/core/metrics/records.ts';
import { Ingestor } from '../../ingest/ingestor.ts';
import { flowAgent, flowSwarm, flowTask, iso, TestProject } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { openStore, summaryOf } from '../../testing/stores.ts';
import { account, collecting } from '../../testing/submitters.ts';
import { ProjectReader } from './projectReader.ts';

/** A project with one swarm of one agent, its reader, and what the reader hands over. */
async function watched() {
  const project = await TestProject.create();
  await project.agents(flowAgent('agent-1'));
  await project.swarms(flowSwarm('swarm-1', ['agent-1']));
  const [submitter, book] = [collecting(), account()];
  const reader = new ProjectReader(project.folder, 'scope', book, submitter);
  const read = async () => {
    const before = submitter.records.length;
    const round = await reader.readOnce();
    return {
      ...round,
      tasks: submitter.records.slice(before).filter((record): record is TaskRecord => record.type === 'task'),
    };
  };
  return { project, reader, book, submitter, read };
}

/** The same with a real store behind it. */
async function stored() {
  const project = await TestProject.create();
  const store = await openStore();
  const book = account();
  const reader = new ProjectReader(project.folder, 'scope', book, new Ingestor(store));
  return { project, store, reader, book };
}

describe('tasks', () => {
  it('are handed over when they have ended, once', async () => {
    const { project, read } = await watched();
    await project.tasks(flowTask('a', { status: 'pending', startedAt: null, completedAt: null }), flowTask('b'));
    expect((await read()).tasks.map(({ id }) => id)).toEqual([`b|completed|${NOON + 4000}|swarm-1`]);
    expect((await read()).tasks).toEqual([]);
    await project.tasks(flowTask('a'), flowTask('b'));
    expect((await read()).tasks.map(({ id }) => id)).toEqual([`a|completed|${NOON + 4000}|swarm-1`]);
  });

  it('that are seen failing ended when the store was written, and keep that time', async () => {
    const { project, read } = await watched();
    const failed = { status: 'failed', completedAt: null };
    await project.tasks(flowTask('a', { status: 'in_progress', completedAt: null }), flowTask('b', failed));
    expect((await read()).tasks).toMatchObject([{ status: 'failed', endedAt: NOON + 1000 }]);
    await project.tasks(flowTask('a', failed), flowTask('b', failed));
    await project.age(project.paths.tasks, NOON + 7000);
    expect((await read()).tasks).toMatchObject([
      { status: 'failed', endedAt: NOON + 7000, endedAtProvenance: 'estimated' },
    ]);
    await project.tasks(flowTask('a', failed), flowTask('b', failed), flowTask('c'));
    expect((await read()).tasks.map(({ id }) => id)).toEqual([`c|completed|${NOON + 4000}|swarm-1`]);
  });

  it('stay in history when claude-flow resets its store', async () => {
    const { project, store, reader } = await stored();
    await project.agents(flowAgent('agent-1'));
    await project.swarms(flowSwarm('swarm-1', ['agent-1']));
    await project.tasks(flowTask('a'), flowTask('b'));
    await reader.readOnce();
    await project.tasks();
    await project.agents();
    await project.swarms();
    await reader.readOnce();
    await project.tasks(flowTask('c'));
    await reader.readOnce();
    expect((await summaryOf(store, 'swarm-1')).tasks).toMatchObject({ total: 3, completed: 3 });
  });

  it('find their swarm when its file comes later, and count once', async () => {
    const { project, store, reader } = await stored();
    await project.tasks(flowTask('a'), flowTask('b', { status: 'failed', completedAt: null }));
    await reader.readOnce();
    expect((await store.swarms({})).map(({ swarmId, tasks }) => [swarmId, tasks.total])).toEqual([['unassigned', 2]]);
    await project.agents(flowAgent('agent-1'));
    await project.swarms(flowSwarm('swarm-1', ['agent-1']));
    await reader.readOnce();
    expect((await store.swarms({})).map(({ swarmId, tasks }) => [swarmId, tasks])).toMatchObject([
      ['swarm-1', { total: 2, completed: 1, failed: 1 }],
    ]);
  });

  it('of an agent in two swarms belong to the newest before the task', async () => {
    const { project, read } = await watched();
    await project.swarms(
      flowSwarm('first', ['agent-1'], { createdAt: iso(NOON - 1000) }),
      flowSwarm('second', ['agent-1'], { createdAt: iso(NOON + 10_000) })
    );
    await project.tasks(
      flowTask('a'),
      flowTask('b', { createdAt: iso(NOON + 20_000), completedAt: iso(NOON + 30_000) })
    );
    expect((await read()).tasks.map(({ swarmId }) => swarmId)).toEqual(['first', 'second']);
  });

  it('keep names as they are, whatever they are', async () => {
    const names = [
      '__proto__',
      'constructor',
      'line\nbreak',
      '<img src=x onerror=alert(1)>',
      '💥',
      `'; DROP TABLE work; --`,
    ];
    const { project, store, reader } = await stored();
    const list = names.map((name) => JSON.stringify(name));
    await project.write(
      project.paths.agents,
      `{"agents":{${list.map((name) => `${name}:{"agentType":${name}}`).join(',')}}}`
    );
    await project.write(
      project.paths.swarms,
      `{"swarms":{${list.map((name) => `${name}:{"topology":${name},"agents":[${name}]}`).join(',')}}}`
    );
    await project.write(
      project.paths.tasks,
      `{"tasks":{${list.map((name) => `${name}:${JSON.stringify({ ...flowTask('x'), taskId: undefined })}`.replace('["agent-1"]', `[${name}]`)).join(',')}}}`
    );
    await reader.readOnce();
    const swarms = await store.swarms({});
    expect(swarms.map(({ swarmId, topology, tasks }) => [swarmId, topology, tasks.total])).toEqual(
      [...names].sort().map((name) => [name, name, 1])
    );
    expect((await store.tasks({ limit: 99 })).map(({ agentId, agentType }) => [agentId, agentType]).sort()).toEqual(
      names.map((name) => [name, name]).sort()
    );
  });

  it('of a status that nobody knows don’t keep the others out', async () => {
    const { project, store, reader } = await stored();
    await project.tasks(
      flowTask('a', { status: 'constructor' }),
      flowTask('b', { status: '__proto__' }),
      flowTask('c')
    );
    await reader.readOnce();
    expect(await store.info()).toMatchObject({ tasks: 1 });
  });
});

describe('files', () => {
  it('that are torn keep the old state and are tried again', async () => {
    const { project, read } = await watched();
    await project.tasks(flowTask('a'));
    await read();
    await project.write(project.paths.tasks, '{"tasks": {"a": {"taskId"');
    expect(await read()).toMatchObject({ tasks: [], problems: [expect.stringContaining('tasks/store.json')] });
    await project.tasks(flowTask('a'), flowTask('b'));
    expect(await read()).toMatchObject({ tasks: [{ factId: 'claude-flow-3/task/b' }], problems: [] });
  });

  it.each(['agents', 'hiveAgents', 'swarms'] as const)(
    'hold tasks back while %s is torn, since they could go to the wrong swarm',
    async (name) => {
      const { project, read } = await watched();
      await project.tasks(flowTask('a'));
      const swarms = { swarms: { 'swarm-1': flowSwarm('swarm-1', ['agent-1']) } };
      const whole = name === 'swarms' ? swarms : { agents: { 'agent-1': flowAgent('agent-1') } };
      await project.write(project.paths[name], JSON.stringify(whole).slice(0, -9));
      expect(await read()).toMatchObject({ tasks: [], problems: [expect.any(String)] });
      await project.write(project.paths[name], whole);
      expect(await read()).toMatchObject({ tasks: [{ swarmId: 'swarm-1' }], problems: [] });
    }
  );

  it.each([
    ['tasks', { tasks: [] }],
    ['tasks', []],
    ['agents', { agents: 7 }],
    ['swarms', 'null'],
  ] as const)('with a wrong top level (%s: %j) are a problem for as long as they are there', async (name, value) => {
    const { project, read } = await watched();
    await project.write(project.paths[name], value);
    expect((await read()).problems).toHaveLength(1);
    expect((await read()).problems).toHaveLength(1);
  });

  it('that are missing are normal; nothing at all is nothing found', async () => {
    const project = await TestProject.create();
    const reader = new ProjectReader(project.folder, 'scope', account(), collecting());
    expect(await reader.readOnce()).toEqual({ found: false, problems: [] });
    await project.write(project.paths.system, { lastCheck: iso(NOON), cpu: 1 });
    expect(await reader.readOnce()).toEqual({ found: true, problems: [] });
  });

  it('may vanish with their folder and come back', async () => {
    const { project, read } = await watched();
    await project.tasks(flowTask('a'));
    await read();
    await rm(project.folder, { recursive: true });
    expect(await read()).toEqual({ found: false, problems: [], tasks: [] });
    await project.tasks(flowTask('a'), flowTask('b'));
    expect((await read()).tasks.map(({ factId }) => factId)).toEqual(['claude-flow-3/task/b']);
  });

  it('are never written to, nor anything beside them', async () => {
    const { project, read } = await watched();
    await project.tasks(flowTask('a'));
    await project.append(project.paths.runTranscripts, [{ ts: iso(NOON), task_hash: 'h', resolved: true }]);
    await project.write(project.paths.feedback, 'no database');
    const before = await project.listing();
    await read();
    await read();
    expect(await project.listing()).toEqual(before);
    await project.tasks(flowTask('b'));
    expect(await project.listing(), 'the listing must see a change').not.toEqual(before);
  });

  it('give everything again when the reader is told to', async () => {
    const { project, reader, submitter, read } = await watched();
    await project.tasks(flowTask('a'));
    await read();
    const [tasks, described] = [submitter.records.length, submitter.descriptions.length];
    reader.again();
    expect((await read()).tasks).toHaveLength(1);
    expect([submitter.records.length, submitter.descriptions.length]).toEqual([2 * tasks, 2 * described]);
  });
});

describe('the last result of an agent', () => {
  const lastResult = (fields: Record<string, unknown> = {}) => ({
    success: true,
    messageId: 'message-1',
    model: 'claude-sonnet-5',
    output: 'MARKER',
    usage: { inputTokens: 540, outputTokens: 94, totalTokens: 634 },
    durationMs: 67,
    ...fields,
  });

  it('is a sample of each thing it measured, at the end of the agent’s last task', async () => {
    const { project, submitter, read } = await watched();
    await project.agents(flowAgent('agent-1', { lastResult: lastResult(), taskCount: 12 }));
    await project.tasks(flowTask('a'));
    await read();
    const samples = submitter.records.filter((record) => record.type === 'sample');
    expect(
      samples.map(({ metricType, value, tags, timestamp }) => [metricType, value, tags['type'], timestamp])
    ).toEqual([
      ['TOKEN_USAGE', 540, 'input', NOON + 4000],
      ['TOKEN_USAGE', 94, 'output', NOON + 4000],
      ['NEURAL_PROCESSING_TIME', 67, undefined, NOON + 4000],
    ]);
    expect(samples[0]).toMatchObject({ swarmId: 'swarm-1', model: 'claude-sonnet-5', tags: { time: 'estimated' } });
    expect(JSON.stringify(submitter)).not.toContain('MARKER');
  });

  it('without a task was when the store was written', async () => {
    const { project, submitter, read } = await watched();
    await project.agents(flowAgent('agent-1', { lastResult: lastResult({ usage: {} }) }));
    const { mtimeMs } = await stat(project.paths.agents);
    await read();
    expect(submitter.records).toMatchObject([{ metricType: 'NEURAL_PROCESSING_TIME', timestamp: Math.floor(mtimeMs) }]);
  });

  it('is known by its message, so that it is stored once', async () => {
    const { project, store, reader } = await stored();
    for (const fields of [
      {},
      { currentTask: 'x' },
      { lastResult: lastResult({ messageId: 'message-2' }) },
      { lastResult: null },
    ]) {
      await project.agents(flowAgent('agent-1', { lastResult: lastResult(), ...fields }));
      await reader.readOnce();
    }
    expect((await summaryOf(store, 'unassigned')).tokens).toEqual({ total: 1268, input: 1080, output: 188 });
  });
});
