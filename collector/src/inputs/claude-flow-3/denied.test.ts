import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import { RecordedProject } from '../../testing/recordedProject.ts';
import { account, collecting } from '../../testing/submitters.ts';
import { array, object } from '../narrow.ts';
import { projectPaths } from './paths.ts';
import { ProjectReader } from './projectReader.ts';

let folder: string;
let records: IngestRecord[];

beforeEach(async () => {
  const project = await RecordedProject.create();
  await project.finish();
  folder = project.folder;
  const submitter = collecting();
  await new ProjectReader(folder, 'scope', account(), submitter).readOnce();
  records = [...submitter.records, ...submitter.descriptions];
});

const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
const file = (...names: string[]) => json([folder, '.claude-flow', ...names].join('/'));
const typesOf = (source: string) => [
  ...new Set(
    records.flatMap((record) => (record.type === 'sample' && record.source === source ? record.metricType : []))
  ),
];
/** All numbers of the records but times. */
const numbers = () =>
  new Set(
    records.flatMap((record) =>
      record.type === 'sample'
        ? [record.value]
        : record.type === 'task'
          ? [record.durationMs, record.costUsd, ...Object.values(record.tokens ?? {})]
          : record.type === 'swarm'
            ? [record.agentCount, record.maxAgents]
            : []
    )
  );

describe('numbers that claude-flow makes up are in the recording and not in what is stored', () => {
  it('latency, throughput and errors of performance/metrics.json', async () => {
    const metrics = array(object(await file('performance', 'metrics.json'))?.['metrics']) ?? [];
    const made = metrics.flatMap((metric) =>
      ['latency', 'throughput', 'errors'].flatMap((part) => Object.values(object(object(metric)?.[part]) ?? {}))
    );
    expect(made.length).toBeGreaterThan(20);
    expect(typesOf('claude-flow-3/system').sort()).toEqual(['CPU_USAGE', 'MEMORY_USAGE']);
    const measured = records.filter((record) => record.type === 'sample' && record.source === 'claude-flow-3/system');
    expect(measured).toHaveLength((metrics.length + 1) * 2);
  });

  it('requests, health, agents and task counts of system/metrics.json', async () => {
    expect(await file('system', 'metrics.json')).toMatchObject({
      health: 1,
      requests: { total: 0, success: 0, errors: 0 },
      tasks: { completed: 66 },
    });
    expect(numbers().has(66)).toBe(false);
    expect(typesOf('claude-flow-3/system').sort()).toEqual(['CPU_USAGE', 'MEMORY_USAGE']);
  });

  it('task counts and health of agents', async () => {
    const agents = Object.values(object(object(await file('agents', 'store.json'))?.['agents']) ?? {});
    expect(agents.map((agent) => object(agent)?.['taskCount'])).toContain(12);
    for (const record of records.filter(({ type }) => type === 'agent')) {
      expect(Object.keys(record)).not.toEqual(expect.arrayContaining(['taskCount']));
      expect(Object.values(record)).not.toContain(12);
    }
  });

  it('the empty task list of swarms', async () => {
    const swarms = Object.values(object(object(await file('swarm', 'swarm-state.json'))?.['swarms']) ?? {});
    expect(swarms.map((swarm) => object(swarm)?.['tasks'])).toEqual([[], [], []]);
    expect(records.filter(({ type }) => type === 'swarm').every((swarm) => !('tasks' in swarm))).toBe(true);
  });

  it('the price of a dollar for a million tokens in the trajectories', async () => {
    const lines = (await readFile(projectPaths(folder).trajectories, 'utf8')).split('\n').filter((line) => line !== '');
    const costs = lines.map((line) => object(JSON.parse(line))).filter((line) => line?.['cost_usd'] !== undefined);
    expect(costs.length).toBeGreaterThan(50);
    expect(costs.every((line) => line?.['model_id'] === undefined)).toBe(true);
    expect(records.some((record) => record.type === 'task' && record.costUsd !== undefined)).toBe(false);
  });

  it('averages of complexity and confidence of the model router', async () => {
    expect(await json(projectPaths(folder).router)).toMatchObject({ avgComplexity: 0.5, avgConfidence: 0.8 });
    expect(typesOf('claude-flow-3/learning').sort()).toEqual([
      'CIRCUIT_BREAKER_TRIPS',
      'MEMORY_ENTRIES',
      'PATTERNS_LEARNED',
    ]);
    expect([...numbers()].some((value) => value === 0.5 || value === 0.8)).toBe(false);
  });

  it('everything in metrics/: accuracy, estimated agents, progress, maximum of agents', async () => {
    expect(await file('metrics', 'learning.json')).toMatchObject({ routing: { accuracy: 0 }, sessions: { total: 0 } });
    expect(await file('metrics', 'swarm-activity.json')).toMatchObject({ processes: { estimated_agents: 0 } });
    expect(await file('metrics', 'v3-progress.json')).toMatchObject({ swarm: { maxAgents: 15 } });
    expect(numbers().has(15)).toBe(false);
    expect(JSON.stringify(records)).not.toContain('hierarchical-mesh');
  });

  it('routing-outcomes.json, which says again what the feedback rows say', async () => {
    const outcomes = array(object(await file('routing-outcomes.json'))?.['outcomes']) ?? [];
    expect(outcomes).toHaveLength(72);
    const ofFeedback = records.filter((record) => record.type === 'sample' && record.metricType === 'QUALITY');
    expect(ofFeedback).toHaveLength(72);
  });

  it('the identity in receipts, which is the client and no agent', async () => {
    const receipts = records.filter(({ source }) => source === 'claude-flow-3/receipts');
    expect(receipts).toHaveLength(60);
    expect(JSON.stringify(receipts)).not.toContain('legacy-cli');
    expect(receipts.every((record) => !('agentId' in record))).toBe(true);
  });
});
