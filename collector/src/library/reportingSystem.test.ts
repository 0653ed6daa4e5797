import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPerformanceReportingSystem, type SystemConfig } from '../index.ts';
import { tempFolder } from '../testing/tempFolder.ts';

const run = promisify(execFile);
const WORKSPACE = join(import.meta.dirname, '../..');

async function openSystem(config: SystemConfig = {}) {
  const dataDir = await tempFolder();
  const system = createPerformanceReportingSystem({
    dataDir,
    ...config,
    collector: { sources: ['agent'], ...config.collector },
  });
  onTestFinished(() => system.shutdown());
  await system.initialize();
  return { system, dataDir };
}

/** Twelve tasks of each swarm, the second one slower. */
function* work() {
  for (const [swarmId, base] of [
    ['swarm-1', 100],
    ['swarm-2', 900],
  ] as const) {
    for (let i = 0; i < 12; i++) {
      const value = base + i;
      yield { id: `${swarmId}.${i}`, timestamp: Date.now(), swarmId, metricType: 'TASK_DURATION', value, unit: 'ms' };
    }
  }
}

describe('the system within a program', () => {
  it('answers as the guide’s MCP tools ask', async () => {
    const { system } = await openSystem();
    const batches: number[] = [];
    system.components.collector.on('metrics:batch', (event) => batches.push(event.count));
    system.components.collector.registerSource('agent', work);
    await system.components.collector.collectNow();
    expect(batches).toEqual([24]);

    const metrics = await system.components.collector.collect('swarm-1', 10_000);
    expect(metrics).toHaveLength(12);

    const quick = await system.getQuickReport('swarm-1');
    expect(quick).toMatchObject({ status: 'healthy', keyMetrics: { avgTaskDuration: 105.5, errorRate: '0.0%' } });

    const swarms = ['swarm-1', 'swarm-2'].map((swarmId) => ({
      swarmId,
      startTime: Date.now() - 3_600_000,
      endTime: Date.now(),
      metrics,
      configuration: { topology: 'mesh', agentCount: 3 },
      summary: { totalTasks: 99, successRate: 0.95, avgExecutionTime: 500 },
    }));
    const comparison = await system.components.comparisonEngine.compare(swarms);
    expect(comparison.overallWinner).toBe('swarm-1');
    expect(JSON.stringify(comparison)).not.toMatch(/0\.95|500\b/);
    const benchmark = await system.components.comparisonEngine.benchmark('swarm-2', ['swarm-1']);
    expect(benchmark.overallWinner).toBe('swarm-1');

    const completed: Array<{ swarmId: string; critical: number; timestamp: number }> = [];
    system.components.collector.on('analysis:completed', ({ swarmId, analysis: { anomalies }, timestamp }) => {
      const critical = anomalies.filter(({ severity }) => severity === 'critical').length;
      completed.push({ swarmId, critical, timestamp });
    });
    const analysis = await system.components.analyzer.analyze(metrics);
    expect(analysis).toMatchObject({
      swarmId: 'swarm-1',
      status: 'insufficient_data',
      anomalies: [],
      recommendations: [],
      statistics: { metrics: { TASK_DURATION: { count: 12, median: 105.5 } } },
    });
    const named = await system.components.analyzer.analyze('swarm-1');
    expect({ ...named, id: '', timestamp: 0 }).toEqual({ ...analysis, id: '', timestamp: 0 });
    expect(named.id).not.toBe(analysis.id);
    expect((await system.getQuickReport('swarm-1')).analysis.statistics).toEqual(analysis.statistics);
    expect(completed.map(({ swarmId, critical }) => [swarmId, critical])).toEqual(Array(3).fill(['swarm-1', 0]));
    expect(completed[0]?.timestamp).toBe(analysis.timestamp);
    const config = {
      id: 'mcp_report',
      name: 'Performance Report - swarm-1',
      outputFormat: 'markdown',
      timeRange: { start: Date.now() - 3_600_000, end: Date.now() + 1000, granularity: 'minute' as const },
      metrics: [],
    };
    const report = await system.components.reportGenerator.generate(config, analysis);
    const output = await system.components.reportGenerator.export(report, 'markdown');
    expect(output).toContain('Performance Report - swarm-1');
    const spec = { swarms: ['swarm-1'], range: { from: 'now-1h' }, sections: ['overview' as const] };
    const fromSpec = await system.components.reportGenerator.generateFromSpec(spec, Date.now() + 1000);
    expect(fromSpec).toMatchObject({ swarms: [{ swarmId: 'swarm-1', tasks: { total: 12 } }] });
    await expect(system.components.reportGenerator.generateFromSpec({ timeZone: 'Mars' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('"timeZone": not a time zone'),
    });

    const health = system.getSystemHealth();
    expect(health).toMatchObject({
      overall: 'healthy',
      components: { collector: 'healthy', comparisonEngine: 'healthy' },
      metrics: { metricsCollected: 24, errorCount: 0, avgCollectionTime: expect.any(Number) },
    });
    expect(health.uptime).toBeLessThan(60_000);
  });

  it('says what is not known, and what is not open', async () => {
    const { system, dataDir } = await openSystem();
    expect(await system.components.collector.collect('nobody')).toEqual([]);
    await expect(system.getQuickReport('nobody')).rejects.toMatchObject({ code: 'UNKNOWN_SWARM' });
    await expect(system.components.comparisonEngine.compare(['nobody'])).rejects.toMatchObject({
      code: 'UNKNOWN_SWARM',
    });
    await expect(system.components.analyzer.analyze([])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(system.components.analyzer.analyze('nobody')).rejects.toMatchObject({ code: 'UNKNOWN_SWARM' });
    await expect(system.components.reportGenerator.generate({})).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(() => createPerformanceReportingSystem({ collector: { interval: 1 } })).toThrow('collector.interval');
    const second = createPerformanceReportingSystem({ dataDir });
    expect(() => second.getSystemHealth()).toThrow('initialize');
    await system.shutdown();
    await system.shutdown();
    await second.initialize();
    await second.shutdown();
    expect(() => second.getSystemHealth()).toThrow('initialize');
  });

  it('keeps what was collected when it shuts down', async () => {
    const { system, dataDir } = await openSystem({ collector: { interval: 3_600_000 } });
    system.components.collector.registerSource('agent', work);
    await system.components.collector.collectNow();
    await system.shutdown();
    const again = await openSystem({ dataDir });
    expect(await again.system.components.collector.collect('swarm-2')).toHaveLength(12);
  });
});

const CONSUMER = `
  import { createPerformanceReportingSystem, createPerformanceClient, ServiceError } from 'claude-flow-performance';
  const system = createPerformanceReportingSystem({ dataDir: process.argv[2] ?? '', collector: { interval: 3000, sources: ['agent', 'coordinator', 'neural'] } });
  await system.initialize();
  system.components.collector.registerSource('agent', () => [
    { timestamp: Date.now(), swarmId: 's', metricType: 'TASK_DURATION', value: 5, unit: 'ms' },
  ]);
  await system.components.collector.collectNow();
  const metrics = await system.components.collector.collect('s', 10000);
  const values: number[] = metrics.map((metric) => metric.value);
  const client = createPerformanceClient({ url: 'http://127.0.0.1:9', retryAttempts: 0 });
  client.task({ swarmId: 's', durationMs: 5 });
  await client.close(1000);
  console.log(JSON.stringify({ values, dropped: client.counts().dropped, known: new ServiceError('CONFIG', '').code }));
  await system.shutdown();
`;

describe('the built package', () => {
  it('is imported by its name, ends by itself, and its types fit', { timeout: 120_000 }, async () => {
    const folder = await tempFolder();
    const modules = join(folder, 'node_modules');
    await run('mkdir', ['-p', modules]);
    await symlink(WORKSPACE, join(modules, 'claude-flow-performance'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'consumer.ts'), CONSUMER);
    // Types go to a folder of this test, so that no other build is disturbed.
    const types = join(folder, 'types');
    const tsc = join(WORKSPACE, '../node_modules/typescript/bin/tsc');
    await run(process.execPath, [tsc, '-p', WORKSPACE, '--outDir', types]);
    const tsconfig = {
      compilerOptions: {
        strict: true,
        target: 'es2022',
        module: 'nodenext',
        moduleResolution: 'nodenext',
        skipLibCheck: true,
        types: ['node'],
        typeRoots: [join(WORKSPACE, '../node_modules/@types')],
        paths: { 'claude-flow-performance': [join(types, 'collector/src/index.d.ts')] },
      },
      files: ['consumer.ts'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    await symlink(join(WORKSPACE, '../node_modules/zod'), join(modules, 'zod'));
    await run(process.execPath, [tsc, '-p', folder]).catch((error: { stdout?: string }) => {
      throw new Error(error.stdout);
    });
    const { stdout } = await run(process.execPath, [join(folder, 'consumer.js'), join(folder, 'data')]);
    expect(JSON.parse(stdout)).toEqual({ values: [5], dropped: 1, known: 'CONFIG' });
  });
});
