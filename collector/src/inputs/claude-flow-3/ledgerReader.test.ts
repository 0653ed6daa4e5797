import { describe, expect, it } from 'vitest';
import type { TaskRecord } from '../../../../src/core/metrics/records.ts';
import { flowAgent, flowSwarm, iso, TestProject } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { account, collecting } from '../../testing/submitters.ts';
import { LedgerReader } from './ledgerReader.ts';
import { SAME_CALL_MS } from './ledgers.ts';
import { ProjectRegistry } from './registry.ts';

/** A reader whose clock stands `later` ms after noon whenever it reads. */
async function reader() {
  const project = await TestProject.create();
  const registry = new ProjectRegistry('scope');
  registry.acceptAgents({ agents: { 'agent-1': flowAgent('agent-1') } });
  registry.acceptSwarms({ swarms: { 'swarm-1': flowSwarm('swarm-1', ['agent-1']) } }, NOON);
  const [book, submitter] = [account(), collecting()];
  const ledgers = new LedgerReader(project.paths, 'scope', registry, book, submitter);
  const read = async (later: number) => {
    const before = submitter.records.length;
    await ledgers.look();
    await ledgers.handOver(NOON + later);
    return submitter.records.slice(before).filter((record): record is TaskRecord => record.type === 'task');
  };
  return { project, ledgers, book, read };
}

const transcript = (offset: number, hash = 'hash') => ({
  ts: iso(NOON + offset),
  task_hash: hash,
  resolved: true,
  messages: [{ role: 'system', content: 'Agent ID: agent-1' }],
  tokens: { input: 1, output: 2 },
});
const trajectory = (offset: number, hash = 'hash') => ({
  type: 'outcome',
  ts: iso(NOON + offset),
  task_hash: hash,
  quality: 1,
  tokens: { input: 1, output: 2 },
});

const sourcesOf = (records: TaskRecord[]) => records.map(({ source }) => source.replace('claude-flow-3/', ''));

describe('LedgerReader', () => {
  it('holds a young trajectory back until its transcript must have come', async () => {
    const { project, read } = await reader();
    await project.append(project.paths.trajectories, [trajectory(0)]);
    expect(await read(1000)).toEqual([]);
    await project.append(project.paths.runTranscripts, [transcript(2)]);
    const [call] = await read(2000);
    expect(call?.source).toBe('claude-flow-3/run-transcripts');
    const [claim] = await read(SAME_CALL_MS);
    expect(claim).toMatchObject({ source: 'claude-flow-3/trajectories', factId: call?.factId });
    expect(await read(99_000)).toEqual([]);
  });

  it('gives a trajectory up to itself when no transcript comes', async () => {
    const { project, read } = await reader();
    await project.append(project.paths.trajectories, [trajectory(0)]);
    const [alone] = await read(SAME_CALL_MS);
    expect(alone).toMatchObject({ swarmId: 'unassigned', factId: `claude-flow-3/call/${alone?.id}` });
  });

  it('pairs long ledgers that are read at once, line by line', async () => {
    const { project, read } = await reader();
    const offsets = Array.from({ length: 5000 }, (_, index) => index * 1000 - 6_000_000);
    await project.append(
      project.paths.trajectories,
      offsets.map((offset) => trajectory(offset, `hash-${offset % 7}`))
    );
    await project.append(
      project.paths.runTranscripts,
      offsets.map((offset) => transcript(offset + 2, `hash-${offset % 7}`))
    );
    const records = await read(0);
    expect(records).toHaveLength(10_000);
    expect(new Set(records.map(({ factId }) => factId)).size).toBe(5000);
  });

  it('is not held up by a line from the future', async () => {
    const { project, read } = await reader();
    await project.append(project.paths.trajectories, [trajectory(365 * 24 * 3600_000)]);
    await read(0);
    await project.append(project.paths.trajectories, [trajectory(1, 'other')]);
    expect((await read(10_000)).map(({ endedAt }) => endedAt)).toContain(NOON + 1);
  });

  it('goes on behind lines that are no entries, and counts them', async () => {
    const { project, book, read } = await reader();
    await project.append(project.paths.trajectories, [
      '{"ts":',
      'null',
      trajectory(0),
      { type: 'decision', ts: iso(NOON), task_hash: 'h', task: 'MARKER' },
    ]);
    await project.append(project.paths.runTranscripts, ['not json', transcript(1)]);
    expect(sourcesOf(await read(10_000)).sort()).toEqual(['run-transcripts', 'trajectories']);
    expect(book.status().counts).toMatchObject({ rejected: { malformed: 3 }, ignored: 1 });
    expect(JSON.stringify(book.status())).not.toContain('MARKER');
  });

  it('reads everything again when it is told to', async () => {
    const { project, ledgers, read } = await reader();
    await project.append(project.paths.trajectories, [trajectory(0)]);
    await project.append(project.paths.runTranscripts, [transcript(2)]);
    const first = await read(10_000);
    expect(await read(10_000)).toEqual([]);
    ledgers.again();
    expect(await read(10_000)).toEqual(first);
  });

  it('says whether there are ledgers at all', async () => {
    const { project, ledgers } = await reader();
    expect(await ledgers.look()).toBe(false);
    await project.append(project.paths.runTranscripts, [transcript(0)]);
    expect(await ledgers.look()).toBe(true);
  });
});
