import { describe, expect, it } from 'vitest';
import { flowAgent, flowSwarm, flowTask, iso } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { ProjectRegistry } from './registry.ts';
import { isFinished, parseTasks, toTaskRecord, type FlowTask } from './tasks.ts';

function registry(): ProjectRegistry {
  const known = new ProjectRegistry('scope');
  known.acceptAgents({ agents: { 'agent-1': flowAgent('agent-1'), 'agent-2': flowAgent('agent-2') } });
  known.acceptSwarms({ swarms: { 'swarm-1': flowSwarm('swarm-1', ['agent-1', 'agent-2']) } }, NOON);
  return known;
}

function parsed(fields: Record<string, unknown>): FlowTask {
  const [task] = parseTasks({ tasks: { 'task-1': flowTask('task-1', fields) } })?.tasks ?? [];
  if (!task) {
    throw new Error('not parsed');
  }
  return task;
}

const record = (fields: Record<string, unknown>, seenFailingAt?: number) =>
  toTaskRecord(parsed(fields), 'scope', registry(), seenFailingAt);

function idOf(fields: Record<string, unknown>): string | undefined {
  const made = record(fields);
  return made && 'id' in made ? made.id : undefined;
}

describe('the record of a task', () => {
  it('holds what the store measured', () => {
    expect(record({})).toEqual({
      type: 'task',
      id: `task-1|completed|${NOON + 4000}|swarm-1`,
      factId: 'claude-flow-3/task/task-1',
      source: 'claude-flow-3/tasks',
      scope: 'scope',
      kind: 'task',
      swarmId: 'swarm-1',
      agentId: 'agent-1',
      agentType: 'coder',
      taskType: 'research',
      status: 'completed',
      createdAt: NOON,
      startedAt: NOON + 1000,
      endedAt: NOON + 4000,
      endedAtProvenance: 'measured',
      durationMs: 3000,
      provenance: 'measured',
      model: 'sonnet',
    });
  });

  it.each(['pending', 'in_progress', 'blocked', 'COMPLETED', 'constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'is none while the status is %s',
    (status) => {
      expect(record({ status })).toBeUndefined();
      expect(isFinished(parsed({ status }))).toBe(false);
    }
  );

  it('has no duration where the start is not known', () => {
    const untimed = record({ startedAt: null });
    expect(untimed).toMatchObject({ status: 'completed', endedAt: NOON + 4000, endedAtProvenance: 'measured' });
    expect(untimed).not.toHaveProperty('durationMs');
  });

  it('of a cancelled task is neither success nor failure and has no duration', () => {
    expect(record({ status: 'cancelled' })).toMatchObject({ status: 'cancelled', endedAt: NOON + 4000 });
    expect(record({ status: 'canceled' })).toMatchObject({ status: 'cancelled' });
    expect(record({ status: 'cancelled' })).not.toHaveProperty('durationMs');
  });

  it('of a failed task ends when it was seen failing, else estimates by its start, else by its creation', () => {
    const failed = { status: 'failed', completedAt: null };
    expect(record(failed, NOON + 9000)).toMatchObject({ endedAt: NOON + 9000, endedAtProvenance: 'estimated' });
    expect(record(failed)).toMatchObject({ endedAt: NOON + 1000, endedAtProvenance: 'estimated' });
    expect(record({ ...failed, startedAt: null })).toMatchObject({ endedAt: NOON, endedAtProvenance: 'estimated' });
    expect(record(failed)).not.toHaveProperty('durationMs');
  });

  it.each(['completed', 'failed', 'cancelled'])(
    'is refused with its reason where no time of it can be read: %s',
    (status) => {
      for (const unreadable of [null, undefined, '', 'soon', '2026-11-23T12:00:04', {}, NaN]) {
        const times = { createdAt: unreadable, startedAt: unreadable, completedAt: unreadable };
        expect(record({ status, ...times })).toMatchObject({ reason: 'missing_time' });
      }
      expect(record({ status: 'pending', createdAt: null, startedAt: null, completedAt: null })).toBeUndefined();
    }
  );

  it('belongs to the first assignee; without one to nobody', () => {
    expect(record({ assignedTo: ['agent-2', 'agent-1'] })).toMatchObject({ agentId: 'agent-2', swarmId: 'swarm-1' });
    for (const assignedTo of [[], null, undefined, 'agent-1', [null], [''], [{}]]) {
      expect(record({ assignedTo })).toMatchObject({ agentId: undefined, swarmId: 'unassigned' });
    }
    expect(record({ assignedTo: ['a stranger'] })).toMatchObject({ agentId: 'a stranger', swarmId: 'unassigned' });
  });

  it('does not take tags for swarms', () => {
    expect(record({ assignedTo: [], tags: ['swarm:1', 'swarm-1'] })).toMatchObject({ swarmId: 'unassigned' });
  });

  it('reads times with a zone only', () => {
    expect(record({ completedAt: '2026-11-23T13:00:04+01:00' })).toMatchObject({ endedAt: NOON + 4000 });
    expect(record({ completedAt: NOON + 5 })).toMatchObject({ endedAt: NOON + 5 });
    const [untimed] = [record({ completedAt: '2026-11-23T12:00:04' })];
    expect(untimed).toMatchObject({ endedAtProvenance: 'estimated' });
    expect(record({ completedAt: 'soon', startedAt: iso(NOON) })).toMatchObject({ endedAt: NOON });
  });

  it('changes its id with what is new about it, so that each state is stored once', () => {
    const ids = [
      {},
      { status: 'failed', completedAt: null },
      { completedAt: iso(NOON + 5000) },
      { assignedTo: [] },
    ].map(idOf);
    expect(new Set(ids).size).toBe(4);
    expect(idOf({ priority: 'high', progress: 100 })).toBe(ids[0]);
  });
});

describe('parseTasks', () => {
  it.each([undefined, null, [], 'tasks', 7, {}, { tasks: [] }, { tasks: null }, { tasks: 'x' }])(
    'says that %j is no task store',
    (value) => {
      expect(parseTasks(value)).toBeUndefined();
    }
  );

  it('refuses entries without a status and takes the others', () => {
    const result = parseTasks({ tasks: { a: { status: 'pending' }, b: {}, c: null, d: 'x', e: { status: 7 } } });
    expect(result?.tasks.map(({ taskId }) => taskId)).toEqual(['a']);
    expect(result?.withoutStatus).toEqual(['b', 'c', 'd', 'e']);
  });

  it('takes any name for a name', () => {
    const names = ['__proto__', 'constructor', 'toString', 'line\nbreak', '<img src=x onerror=alert(1)>', '💥', ' '];
    const store: unknown = JSON.parse(
      `{"tasks":{${names.map((name) => `${JSON.stringify(name)}:{"status":"completed"}`).join(',')}}}`
    );
    expect(parseTasks(store)?.tasks.map(({ taskId }) => taskId)).toEqual(names);
  });

  it('reads nothing of texts', () => {
    const marker = { description: 'MARKER', result: { text: 'MARKER' }, tags: ['MARKER'], error: 'MARKER' };
    expect(JSON.stringify(parseTasks({ tasks: { a: flowTask('a', marker) } }))).not.toContain('MARKER');
  });
});
