import { describe, expect, it } from 'vitest';
import type { TaskRecord } from '../../../../src/core/metrics/records.ts';
import { NOON, task, tokens } from '../../testing/records.ts';
import { openStore, reopen, type TestStore } from '../../testing/stores.ts';
import type { StoredTask } from '../rows.ts';

/** What claude-flow's task store says of a unit of work, and what its feedback says of the same. */
const STORE: TaskRecord = task('t|store', {
  factId: 'unit',
  source: 'claude-flow-3/tasks',
  agentId: 'agent-1',
  taskType: 'research',
  createdAt: NOON - 5000,
  startedAt: NOON - 4000,
  endedAt: NOON - 1000,
  durationMs: 3000,
  model: 'sonnet',
});
const FEEDBACK: TaskRecord = task('t|feedback', {
  factId: 'unit',
  source: 'claude-flow-3/feedback',
  agentType: 'coder',
  endedAt: NOON,
  endedAtProvenance: 'caller-reported',
  durationMs: 447,
  provenance: 'caller-reported',
});

async function only(store: TestStore): Promise<StoredTask> {
  const tasks = await store.tasks({ limit: 10 });
  expect(tasks).toHaveLength(1);
  const [first] = tasks;
  if (!first) {
    throw new Error('no task');
  }
  return first;
}

describe('several records about one unit of work', () => {
  it.each([
    ['in one batch', [[STORE, FEEDBACK]]],
    ['the store first', [[STORE], [FEEDBACK]]],
    ['the feedback first', [[FEEDBACK], [STORE]]],
  ])('become one, each field from the best source that knows it: %s', async (_, batches) => {
    const store = await openStore();
    for (const batch of batches) {
      await store.append(batch, NOON);
    }
    const expected = {
      swarmId: 'swarm-1',
      source: 'claude-flow-3/tasks',
      agentId: 'agent-1',
      agentType: 'coder',
      taskType: 'research',
      createdAt: NOON - 5000,
      startedAt: NOON - 4000,
      endedAt: NOON - 1000,
      durationMs: 3000,
      provenance: 'measured',
      endedAtProvenance: 'measured',
      model: 'sonnet',
      costUsd: null,
    };
    expect(await only(store)).toMatchObject(expected);
    expect(await only(await reopen(store))).toMatchObject(expected);
  });

  it('are merged when one comes after a restart', async () => {
    const store = await openStore();
    await store.append([STORE], NOON);
    const later = await reopen(store);
    await later.append([FEEDBACK], NOON);
    expect(await only(later)).toMatchObject({ agentId: 'agent-1', agentType: 'coder', durationMs: 3000 });
    expect(await later.info()).toMatchObject({ tasks: 1 });
  });

  it('take the duration, and how it is known, from the one that has a duration', async () => {
    const store = await openStore();
    const untimed = { ...STORE, status: 'failed', durationMs: undefined } as const;
    await store.append([untimed, { ...FEEDBACK, status: 'failed' }], NOON);
    expect(await only(store)).toMatchObject({ durationMs: 447, provenance: 'caller-reported', status: 'failed' });
  });

  it('let a better known end win over a better source', async () => {
    const store = await openStore();
    const guessed = { ...STORE, endedAt: NOON - 4000, endedAtProvenance: 'estimated' } as const;
    await store.append([guessed, FEEDBACK], NOON);
    expect(await only(store)).toMatchObject({ endedAt: NOON, endedAtProvenance: 'caller-reported', durationMs: 3000 });
  });

  it('let the newest record of one source win', async () => {
    const store = await openStore();
    const failed = { ...STORE, id: 't|failed', status: 'failed', durationMs: undefined } as const;
    await store.append([failed], NOON);
    await store.append([{ ...STORE, id: 't|retried' }], NOON);
    expect(await only(await reopen(store))).toMatchObject({ id: 't|retried', status: 'completed', durationMs: 3000 });
  });

  it.each([
    ['in the better source', STORE, { ...FEEDBACK, swarmId: 'swarm-7' }],
    ['in the worse source', { ...STORE, swarmId: 'swarm-7' }, FEEDBACK],
  ])('give way to a known swarm where it is unassigned %s', async (_, first, second) => {
    const store = await openStore();
    const unassigned = (record: TaskRecord) =>
      record.swarmId === 'swarm-7' ? record : { ...record, swarmId: 'unassigned' };
    await store.append([first, second].map(unassigned), NOON);
    expect(await only(store)).toMatchObject({ swarmId: 'swarm-7' });
    expect((await store.swarms({})).map(({ swarmId, tasks }) => [swarmId, tasks.total])).toEqual([['swarm-7', 1]]);
  });

  it('stay in “unassigned” while nobody knows the swarm', async () => {
    const store = await openStore();
    await store.append(
      [STORE, FEEDBACK].map((record) => ({ ...record, swarmId: 'unassigned' })),
      NOON
    );
    expect((await store.swarms({})).map(({ swarmId, tasks }) => [swarmId, tasks.total])).toEqual([['unassigned', 1]]);
  });

  it('do not touch records of other units, nor those without a second source', async () => {
    const store = await openStore();
    await store.append([STORE, FEEDBACK, task('alone'), task('other', { factId: 'other unit' })], NOON);
    expect((await store.tasks({ limit: 10 })).map(({ id }) => id).sort()).toEqual(['alone', 'other', 't|store']);
  });

  it('are selected by the merged values, not by what one of them said', async () => {
    const store = await openStore();
    await store.append([{ ...STORE, swarmId: 'unassigned' }, FEEDBACK], NOON);
    expect(await store.tasks({ swarms: ['unassigned'], limit: 10 })).toEqual([]);
    expect(await store.tasks({ swarms: ['swarm-1'], from: NOON - 1000, to: NOON, limit: 10 })).toHaveLength(1);
    expect(await store.tasks({ from: NOON, limit: 10 })).toEqual([]);
  });
});

describe('several sources about one session of Claude Code', () => {
  const scope = 'claude-code:session-1';
  const NAMED = { scope, swarmId: 'atlas', source: 'claude-code/events' } as const;
  const INFERRED = { scope, swarmId: 'session-1', swarmInferred: true, source: 'claude-code/transcripts' } as const;

  it('are in the swarm that one of them names, whichever came first', async () => {
    const store = await openStore();
    await store.append([task('denied', { ...INFERRED, kind: 'tool', status: 'failed' })], NOON);
    expect((await store.swarms({})).map(({ swarmId, inferred }) => [swarmId, inferred])).toEqual([['session-1', true]]);
    await store.append([task('seen', { ...NAMED, kind: 'tool' })], NOON);
    const swarms = await (await reopen(store)).swarms({});
    expect(swarms.map(({ swarmId, inferred, tools }) => [swarmId, inferred, tools])).toEqual([
      ['atlas', false, { total: 2, failed: 1 }],
    ]);
  });

  it('believe the session before what is configured for its transcripts', async () => {
    const store = await openStore();
    await store.append([task('a', { ...INFERRED, swarmId: 'configured', swarmInferred: false, kind: 'tool' })], NOON);
    await store.append([task('b', { ...NAMED, kind: 'tool' })], NOON);
    expect((await store.swarms({})).map(({ swarmId }) => swarmId)).toEqual(['atlas']);
  });

  it('count sub-agents from one source only, tools and requests by their ids', async () => {
    const store = await openStore();
    const call = { kind: 'tool', factId: 'claude-code/tool/1' } as const;
    await store.append(
      [
        task('t-sub', { ...INFERRED, kind: 'subagent', agentId: 'a1' }),
        task('t-call', { ...INFERRED, ...call, agentId: 'a1' }),
        task('t-sub-2', { ...INFERRED, scope: 'claude-code:session-2', swarmId: 'session-2', kind: 'subagent' }),
      ],
      NOON
    );
    await store.append(
      [
        task('e-sub', { ...NAMED, kind: 'subagent', agentId: 'Explore' }),
        task('e-call', { ...NAMED, ...call, durationMs: 9 }),
      ],
      NOON
    );
    const [atlas, other] = await store.swarms({});
    expect(atlas).toMatchObject({ swarmId: 'atlas', tasks: { total: 1 }, tools: { total: 1 } });
    expect(other).toMatchObject({ swarmId: 'session-2', tasks: { total: 1 } });
    const [merged] = await store.tasks({ kinds: ['tool'], limit: 5 });
    // The duration is the event's, the very agent is known to the transcript alone.
    expect(merged).toMatchObject({ durationMs: 9, agentId: 'a1' });
  });
});

describe('sources that know the swarm only', () => {
  it('count where nothing else tells of the swarm', async () => {
    const store = await openStore();
    const pushed = { source: 'push', scope: 'push' } as const;
    await store.append(
      [tokens('p1', 'input', 5, pushed), tokens('p2', 'input', 7, { ...pushed, swarmId: 'swarm-2' })],
      NOON
    );
    await store.append([tokens('m', 'input', 100, { scope: 'claude-code:session-1' })], NOON);
    const totals = (await store.swarms({})).map((swarm) => swarm.tokens?.total);
    expect(totals).toEqual([100, 7]);
  });
});
