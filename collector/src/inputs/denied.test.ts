import { describe, expect, it } from 'vitest';
import { change, rowsOf } from '../testing/claudeFlow2.ts';
import {
  jsonFixture,
  numbersAt,
  readEmptyProject,
  readFlow2,
  readFlow3,
  readHive,
  readMcp,
  replacedAt,
} from '../testing/denied.ts';
import { recordedCalls } from '../testing/mcpServer.ts';

/**
 * Numbers that the programs make up. Each test takes a file that a real program wrote, sees the number in it, and puts
 * another in its place: if what would reach the store is the same, then nothing of the number gets there.
 */
const same = (text: string) => text;
const json = (edit: (value: unknown) => unknown) => (text: string) => JSON.stringify(edit(JSON.parse(text)));
/** Each line that holds JSON. */
const lines = (edit: (value: unknown) => unknown) => (text: string) =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : JSON.stringify(edit(JSON.parse(line)))))
    .join('\n');

describe('numbers that files of claude-flow 3.x make up', () => {
  it.each([
    ['performance/metrics.json: latency, which the probe takes of itself', 'performance', 'metrics.*.latency.*', 0.189],
    ['performance/metrics.json: throughput, counts of its own calls', 'performance', 'metrics.*.throughput.*', 0.02],
    ['performance/metrics.json: errors, always 0', 'performance', 'metrics.*.errors.*', 0],
    ['system/metrics.json: requests, always 0', 'system', 'requests.*', 0],
    ['system/metrics.json: health, always 1', 'system', 'health', 1],
    ['system/metrics.json: counts of tasks', 'system', 'tasks.*', 66],
    ['system/metrics.json: counts of agents', 'system', 'agents.*', 12],
    ['metrics/learning.json: accuracy', 'metrics/learning', 'routing.*', 0],
    ['metrics/learning.json: patterns', 'metrics/learning', 'patterns.*', 0],
    ['metrics/swarm-activity.json: agents guessed from processes', 'metrics/swarm-activity', 'processes.*', 0],
    ['metrics/v3-progress.json: agents', 'metrics/v3-progress', 'swarm.*', 15],
    ['metrics/v3-progress.json: patterns and sessions', 'metrics/v3-progress', 'learning.*', 0],
  ])('%s', async (_, name, path, value) => {
    const file = `.claude-flow/${name.includes('/') ? name : `${name}/metrics`}.json`;
    const found: number[] = [];
    const told = await readFlow3(
      file,
      json((recorded) => {
        found.push(...numbersAt(recorded, path));
        return replacedAt(recorded, path);
      })
    );
    expect(found).toContain(value);
    expect(told.length).toBeGreaterThan(300);
    expect(told).toEqual(await readFlow3(file, same));
  });

  it('agents/store.json: taskCount, 12 for 6 tasks', async () => {
    const file = '.claude-flow/agents/store.json';
    const found: number[] = [];
    const told = await readFlow3(
      file,
      json((recorded) => {
        found.push(...numbersAt(recorded, 'agents.*.taskCount'));
        return replacedAt(recorded, 'agents.*.taskCount');
      })
    );
    expect(found).toContain(12);
    expect(told).toEqual(
      await readFlow3(
        file,
        json((recorded) => recorded)
      )
    );
  });

  it('trajectories: cost_usd without model_id, a dollar for a million tokens', async () => {
    const file = '.swarm/model-router-trajectories.jsonl';
    const found: number[] = [];
    const told = await readFlow3(
      file,
      lines((recorded) => {
        found.push(...numbersAt(recorded, 'cost_usd'));
        return replacedAt(recorded, 'cost_usd');
      })
    );
    expect(found).toContain(0.000823);
    expect(told).toEqual(
      await readFlow3(
        file,
        lines((recorded) => recorded)
      )
    );
  });

  it('model-router-state.json: averages of complexity and confidence', async () => {
    const file = '.swarm/model-router-state.json';
    for (const [path, value] of [
      ['avgComplexity', 0.5],
      ['avgConfidence', 0.8],
    ] as const) {
      const found: number[] = [];
      const told = await readFlow3(
        file,
        json((recorded) => {
          found.push(...numbersAt(recorded, path));
          return replacedAt(recorded, path);
        })
      );
      expect(found).toEqual([value]);
      expect(told).toEqual(
        await readFlow3(
          file,
          json((recorded) => recorded)
        )
      );
    }
  });
});

describe('numbers that an empty project of claude-flow 3.x shows', () => {
  it.each([
    ['patternsLearned of the status line, from the size of the database', 'v3Progress.patternsLearned', 84],
    ['sessionsCompleted of the status line, a tenth of that', 'v3Progress.sessionsCompleted', 8],
    ['contextPct of the status line, five times that', 'system.contextPct', 40],
    ['agents of the status line, guessed from processes', 'swarm.activeAgents', 1],
  ])('%s', async (_, path, value) => {
    expect(numbersAt(await jsonFixture('claude-flow-3/empty/statusline.json'), path)).toEqual([value]);
    expect(await readEmptyProject()).toEqual([]);
  });

  it.each([
    ['cacheHitRate of metrics/performance.json', 'optimizations.cacheHitRate', 0.78],
    ['avgResponseTime of metrics/performance.json', 'optimizations.avgResponseTime', 45],
  ])('%s', async (_, path, value) => {
    const file = 'claude-flow-3/empty/.claude-flow/metrics/performance.json';
    expect(numbersAt(await jsonFixture(file), path)).toEqual([value]);
    expect(await readEmptyProject()).toEqual([]);
  });

  it('while its databases are read: one entry is one', async () => {
    const sql = `INSERT INTO memory_entries (id, key, namespace, content, created_at, updated_at) VALUES ('a', 'a', 'patterns', 'a', ?, ?)`;
    const at = Date.UTC(2026, 10, 23, 12);
    const told = await readEmptyProject((database) => change(database, [sql, [at, at]]));
    expect(told).toMatchObject([{ metricType: 'MEMORY_ENTRIES', value: 1 }]);
  });
});

describe('numbers that the MCP server makes up', () => {
  it.each([
    ['agent_list', 'agents.*.taskCount', 12],
    ['swarm_status', 'taskCount', 0],
    ['system_metrics', 'requests.*', 0],
    ['system_metrics', 'health', 1],
    ['system_metrics', 'tasks.*', 66],
  ])('%s: %s', async (tool, path, value) => {
    const call = (await recordedCalls()).find((one) => one.tool === tool);
    expect(numbersAt(call?.result, path)).toContain(value);
    const { told, called } = await readMcp({ [tool]: replacedAt(call?.result, path) });
    expect(called).toContain(tool);
    expect(told.length).toBeGreaterThan(10);
    expect(told).toEqual((await readMcp({})).told);
  });

  it.each([
    ['performance_metrics', 'claude-flow-mcp/calls.jsonl', 'metrics.latency.*', 45],
    ['performance_metrics', 'claude-flow-mcp/calls.jsonl', 'metrics.throughput.*', 1250],
    ['performance_report', 'claude-flow-mcp/calls.jsonl', 'current.latency.*', 0.112],
    ['performance_report', 'claude-flow-mcp/calls.jsonl', 'current.throughput.*', 7],
    ['performance_report', 'claude-flow-mcp/calls.jsonl', 'current.errors.*', 0],
    ['hooks_intelligence_stats', 'claude-flow-mcp/calls.jsonl', 'hnsw.avgSearchTimeMs', 0.12],
    ['hooks_intelligence_stats', 'claude-flow-mcp/made-up.jsonl', 'hnsw.cacheHitRate', 0.78],
    ['hooks_intelligence_stats', 'claude-flow-mcp/calls.jsonl', 'moe.avgRoutingTimeMs', 0.15],
    ['agent_health', 'claude-flow-mcp/calls.jsonl', 'agents.*.tasks.*', 12],
    ['memory_detailed-stats', 'claude-flow-mcp/calls.jsonl', 'performance.*', 0],
    ['agent_logs', 'claude-flow-mcp/made-up.jsonl', 'entries.*.context.durationMs', 40],
    ['daa_performance_metrics', 'claude-flow-mcp/made-up.jsonl', 'metrics.agents.*', 0],
    ['performance_report', 'claude-flow-2/performance-reports.jsonl', 'metrics.tasks_executed', 183],
  ] as const)('%s of %s: %s', async (tool, file, path, value) => {
    const call = (await recordedCalls(file)).find((one) => one.tool === tool);
    expect(numbersAt(call?.result, path)).toContain(value);
    const { told, called } = await readMcp({ [tool]: replacedAt(call?.result, path) });
    expect(called).not.toContain(tool);
    expect(told).toEqual((await readMcp({ [tool]: call?.result })).told);
  });

  it('coordination_metrics, in which nothing is measured', async () => {
    const call = (await recordedCalls('claude-flow-mcp/made-up.jsonl')).find(
      ({ tool }) => tool === 'coordination_metrics'
    );
    expect(call?.result).toMatchObject({ metrics: { latency: { avg: null, p95: null }, throughput: { avg: null } } });
    expect((await readMcp({})).called).not.toContain('coordination_metrics');
  });
});

describe('numbers that files of claude-flow 2.x make up', () => {
  it.each([
    ['token-usage.json: output, 0 for real output', 'token-usage', 'totals.*', 0],
    ['token-usage.json: input', 'token-usage', 'totals.*', 86],
    ['token-usage.json: tokens of agents', 'token-usage', 'byAgent.*.*', 86],
    ['token-usage.json: tokens in its history', 'token-usage', 'history.*.*', 45],
    ['performance.json: totals of the last process', 'performance', '*', 1],
    ['task-metrics.json: durations of the last process', 'task-metrics', '*.duration', 2.095144000000005],
    ['system-metrics.json: efficiency', 'system-metrics', '*.memoryEfficiency', 96.36792679849898],
  ])('%s', async (_, name, path, value) => {
    const file = `.claude-flow/metrics/${name}.json`;
    const found: number[] = [];
    const told = await readFlow2(
      file,
      json((recorded) => {
        found.push(...numbersAt(recorded, path));
        return replacedAt(recorded, path);
      })
    );
    expect(found).toContain(value);
    expect(told.length).toBeGreaterThan(20);
    expect(told).toEqual(await readFlow2(file, same));
  });

  it.each([
    ['performance_score', 0.5],
    ['success_rate', 1],
    ['task_count', 0],
  ])('%s of an agent in hive.db, a column default', async (column, value) => {
    const found: unknown[] = [];
    const recorded = await readHive(async (file) => void found.push(...rowsOf(file, `SELECT ${column} FROM agents`)));
    expect(found).toEqual(Array(4).fill({ [column]: value }));
    expect(recorded).toHaveLength(5);
    expect(await readHive((file) => change(file, [`UPDATE agents SET ${column} = 0.918273`]))).toEqual(recorded);
  });
});
