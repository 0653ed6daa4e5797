import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { Summary } from '../support/known.ts';
import { eventually, freePort, Workplace, type Service } from '../support/service.ts';
import { StubMessages, type Step } from './stubMessages.ts';

const BIN = process.env['CLAUDE_CODE_BIN'] ?? '';
const run = promisify(execFile);

/** A list price of `claude-sonnet-4-5`, USD a million tokens; cache writes are those of five minutes. */
const PRICE = { input: 3, output: 15, cacheRead: 0.3, cacheCreation: 3.75 };

/** Two tools that succeed, one that fails, and the end. */
const STEPS: Step[] = [
  [{ tool: 'Bash', input: { command: 'echo private-text', description: 'private-text' } }],
  [
    { tool: 'Read', input: { file_path: './note.txt' } },
    { tool: 'Bash', input: { command: 'exit 3', description: 'private-text' } },
  ],
  'done',
];

describe.skipIf(BIN === '')('the real Claude Code (skipped: CLAUDE_CODE_BIN names no executable)', () => {
  const work = new Workplace();
  afterAll(() => work.clear());

  /** One headless session in a home of its own. */
  async function session(model: StubMessages, env: Record<string, string>): Promise<{ home: string; answer: Result }> {
    const [home, project] = [await work.folder(), await work.folder()];
    await writeFile(join(project, 'note.txt'), 'private-text\n');
    await mkdir(join(home, '.claude'));
    const { stdout } = await run(
      BIN,
      ['-p', 'private-text', '--output-format', 'json', '--model', 'claude-sonnet-4-5', '--allowedTools', 'Bash,Read'],
      {
        cwd: project,
        timeout: 100_000,
        env: {
          PATH: process.env['PATH'] ?? '',
          HOME: home,
          ANTHROPIC_BASE_URL: model.url,
          ANTHROPIC_API_KEY: 'dummy',
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
          DISABLE_AUTOUPDATER: '1',
          DISABLE_ERROR_REPORTING: '1',
          ...env,
        },
      }
    );
    return { home, answer: JSON.parse(stdout) as Result };
  }

  const swarms = async (service: Service) => ((await service.json('/api/v1/swarms')) as { swarms: Summary[] }).swarms;

  /** What the stub counted, in the shape of a swarm's totals. */
  function counted(model: StubMessages) {
    const kinds = ['input', 'output', 'cacheRead', 'cacheCreation'] as const;
    const tokens = Object.fromEntries(kinds.map((kind) => [kind, model.sum(kind)]));
    return {
      cost: kinds.reduce((usd, kind) => usd + (model.sum(kind) * PRICE[kind]) / 1e6, 0),
      totals: {
        tokens: { ...tokens, total: kinds.reduce((sum, kind) => sum + model.sum(kind), 0) },
        requests: { total: model.answered.length, failed: 0 },
        tools: { total: model.called.length, failed: 1 },
      },
    };
  }

  async function expectCounted(service: Service, model: StubMessages, swarmId: string | undefined): Promise<void> {
    const { cost, totals } = counted(model);
    await eventually(async () => {
      const all = await swarms(service);
      const found = swarmId === undefined ? all[0] : all.find((swarm) => swarm.swarmId === swarmId);
      expect(found).toMatchObject(totals);
      expect(found?.costUsd).toBeCloseTo(cost, 9);
      expect(all).toHaveLength(1);
    }, 20_000);
    expect(JSON.stringify([await swarms(service), await service.json('/api/v1/health')])).not.toContain('private-text');
  }

  it.each(['http/json', 'http/protobuf', 'grpc'])(
    'sends by %s what the model counted',
    async (protocol) => {
      const service = await work.start(['--no-demo', '--data', await work.folder()]);
      const grpcPort = await freePort();
      expect((await service.post('/api/v1/inputs', { kind: 'otlp-grpc', port: grpcPort })).ok).toBe(true);
      const model = await StubMessages.start(STEPS);
      try {
        const { answer } = await session(model, {
          CLAUDE_CODE_ENABLE_TELEMETRY: '1',
          CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
          OTEL_METRICS_EXPORTER: 'otlp',
          OTEL_LOGS_EXPORTER: 'otlp',
          OTEL_TRACES_EXPORTER: 'otlp',
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
          OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? `http://127.0.0.1:${grpcPort}` : service.url,
          OTEL_RESOURCE_ATTRIBUTES: 'swarm.id=real,swarm.topology=mesh',
          OTEL_METRIC_EXPORT_INTERVAL: '500',
          OTEL_LOGS_EXPORT_INTERVAL: '200',
          OTEL_TRACES_EXPORT_INTERVAL: '200',
        });
        expect([answer.is_error, model.called]).toEqual([false, ['Bash', 'Read', 'Bash']]);
        await expectCounted(service, model, 'real');
        expect((await swarms(service))[0]).toMatchObject({ topology: 'mesh' });
        expect(answer.total_cost_usd).toBeCloseTo(counted(model).cost, 9);
      } finally {
        await model.stop();
        await service.stop();
      }
    },
    120_000
  );

  it('writes transcripts that tell the same', async () => {
    const model = await StubMessages.start(STEPS);
    const service = await work.start(['--no-demo', '--data', await work.folder()]);
    try {
      const { home } = await session(model, {});
      const folder = join(home, '.claude', 'projects');
      expect((await service.post('/api/v1/inputs', { kind: 'claude-code-transcripts', folder })).ok).toBe(true);
      await expectCounted(service, model, undefined);
    } finally {
      await model.stop();
      await service.stop();
    }
  }, 120_000);
});

interface Result {
  is_error: boolean;
  total_cost_usd: number;
}
