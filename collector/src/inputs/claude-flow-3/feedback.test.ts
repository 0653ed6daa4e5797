import { describe, expect, it } from 'vitest';
import { Ingestor } from '../../ingest/ingestor.ts';
import { writeFeedback } from '../../testing/feedback.ts';
import { flowAgent, flowSwarm, flowTask, TestProject } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { openStore, summaryOf } from '../../testing/stores.ts';
import { account } from '../../testing/submitters.ts';
import { feedbackRecords } from './feedback.ts';
import { ProjectReader } from './projectReader.ts';
import { ProjectRegistry } from './registry.ts';

const context = { scope: 'scope', registry: new ProjectRegistry('scope'), task: () => undefined };

const rowOf = (content: unknown) => ({
  key: 'feedback-a',
  content: typeof content === 'string' ? content : JSON.stringify(content),
  createdAt: NOON,
  updatedAt: NOON + 1,
});
const records = (content: unknown) => feedbackRecords(rowOf(content), context);

describe('a feedback row', () => {
  it('is a task as its caller tells of it, with its quality', () => {
    const found = records({ taskId: 'a', task: 'MARKER', success: false, quality: 0.2, agent: 'coder', duration: 447 });
    expect(found).toMatchObject([
      {
        type: 'task',
        factId: 'claude-flow-3/task/a',
        swarmId: 'unassigned',
        agentType: 'coder',
        status: 'failed',
        endedAt: NOON,
        endedAtProvenance: 'caller-reported',
        durationMs: 447,
        provenance: 'caller-reported',
      },
      { type: 'sample', metricType: 'QUALITY', value: 0.2, unit: 'ratio', provenance: 'caller-reported' },
    ]);
    expect(JSON.stringify(found)).not.toContain('MARKER');
  });

  it('that is written again is one rating still', () => {
    const row = rowOf({ taskId: 'a', success: true, quality: 0.5 });
    const again = { ...row, updatedAt: row.updatedAt + 1 };
    const ids = [row, again].map((one) => {
      const found = feedbackRecords(one, context);
      return Array.isArray(found) ? found.map(({ id }) => id) : [];
    });
    expect(ids[0]?.[1]).toBe(ids[1]?.[1]);
    expect(ids[0]?.[0]).not.toBe(ids[1]?.[0]);
  });

  it('has no duration where the caller gave none, and no quality', () => {
    for (const duration of [0, -5, null, '447', undefined]) {
      const found = records({ taskId: 'a', success: true, duration });
      expect(found).toHaveLength(1);
      expect(Array.isArray(found) ? found[0] : found).not.toHaveProperty('durationMs');
    }
  });

  it.each([
    ['no JSON', '{"taskId"'],
    ['no object', '[]'],
    ['no task', { success: true }],
    ['no outcome', { taskId: 'a', success: 'yes' }],
  ])('with %s is refused, without its content', (_, content) => {
    expect(records(content)).toEqual({ reason: 'malformed', message: expect.not.stringContaining('"') });
  });

  it('without a time is refused', () => {
    const row = { ...rowOf({ taskId: 'a', success: true }), createdAt: NaN };
    expect(feedbackRecords(row, context)).toMatchObject({ reason: 'malformed' });
  });
});

describe('feedback beside the task store', () => {
  async function stored() {
    const project = await TestProject.create();
    const store = await openStore();
    const book = account();
    return { project, store, book, reader: new ProjectReader(project.folder, 'scope', book, new Ingestor(store)) };
  }

  it('gives a failure its end and its duration', async () => {
    const { project, store, reader } = await stored();
    await project.agents(flowAgent('agent-1'));
    await project.swarms(flowSwarm('swarm-1', ['agent-1']));
    await project.tasks(flowTask('a', { status: 'failed', completedAt: null }));
    await reader.readOnce();
    expect(await store.tasks({ limit: 9 })).toMatchObject([{ endedAt: NOON + 1000, endedAtProvenance: 'estimated' }]);
    await writeFeedback(project.paths.feedback, [{ taskId: 'a', success: false, duration: 447 }]);
    await reader.readOnce();
    expect(await store.tasks({ limit: 9 })).toMatchObject([
      {
        status: 'failed',
        swarmId: 'swarm-1',
        endedAt: NOON + 5000,
        endedAtProvenance: 'caller-reported',
        durationMs: 447,
      },
    ]);
  });

  it('does not change what the store measured', async () => {
    const { project, store, reader } = await stored();
    await project.tasks(flowTask('a'));
    await writeFeedback(project.paths.feedback, [{ taskId: 'a', success: true, duration: 447, agent: 'tester' }]);
    await reader.readOnce();
    expect(await store.tasks({ limit: 9 })).toMatchObject([
      { durationMs: 3000, endedAt: NOON + 4000, agentType: 'tester' },
    ]);
  });

  it('counts a task and its quality once, also when the swarm becomes known later', async () => {
    const { project, store, reader } = await stored();
    await project.tasks(flowTask('a'));
    await writeFeedback(project.paths.feedback, [{ taskId: 'a', success: true, quality: 0.8 }]);
    await reader.readOnce();
    await project.agents(flowAgent('agent-1'));
    await project.swarms(flowSwarm('swarm-1', ['agent-1']));
    await reader.readOnce();
    expect(await summaryOf(store, 'swarm-1')).toMatchObject({ tasks: { total: 1 } });
    const qualities = (await store.samples({ limit: 9 })).filter(({ metricType }) => metricType === 'QUALITY');
    expect(qualities.map(({ value }) => value)).toEqual([0.8]);
  });

  it('tells of tasks that the store never had, and of the newest version of a row', async () => {
    const { project, store, book, reader } = await stored();
    await writeFeedback(project.paths.feedback, [{ taskId: 'a', success: true }]);
    await reader.readOnce();
    await writeFeedback(project.paths.feedback, [{ taskId: 'a', success: false }], NOON + 9000);
    await reader.readOnce();
    await reader.readOnce();
    expect(await store.tasks({ limit: 9 })).toMatchObject([{ status: 'failed', endedAt: NOON + 9000 }]);
    // Each version of the row, and each time how many rows there are.
    expect(book.status().counts).toMatchObject({ received: 4, stored: 4, duplicates: 0 });
  });

  it('counts a malformed row once, until it changes', async () => {
    const { project, book, reader } = await stored();
    await writeFeedback(project.paths.feedback, [{ taskId: '', success: true }]);
    await reader.readOnce();
    await reader.readOnce();
    expect(book.status().counts.rejected).toEqual({ malformed: 1 });
    await writeFeedback(project.paths.feedback, [{ taskId: '', success: false }], NOON + 9000);
    await reader.readOnce();
    expect(book.status().counts.rejected).toEqual({ malformed: 2 });
  });
});
