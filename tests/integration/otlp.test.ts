import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Client, credentials } from '@grpc/grpc-js';
import { afterAll, describe, expect, it } from 'vitest';
import type { Summary } from './support/known.ts';
import { freePort, Workplace, type Service } from './support/service.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/claude-code-sessions', import.meta.url));
const SIGNALS = ['metrics', 'logs', 'traces'] as const;
type Signal = (typeof SIGNALS)[number];

const work = new Workplace();
afterAll(() => work.clear());

async function recorded(signal: Signal): Promise<string[]> {
  const packed = await readFile(`${FIXTURES}/otlp-v1_${signal}.jsonl.gz`);
  return gunzipSync(packed)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

async function recordedProtobuf(): Promise<Array<{ signal: Signal; body: Buffer }>> {
  const names = (await readdir(`${FIXTURES}/otlp-protobuf`)).sort();
  return Promise.all(
    names.flatMap((name) => {
      const signal = SIGNALS.find((candidate) => name.includes(candidate));
      return signal ? [readFile(`${FIXTURES}/otlp-protobuf/${name}`).then((body) => ({ signal, body }))] : [];
    })
  );
}

async function send(service: Service, signal: Signal, body: Uint8Array, type: string): Promise<void> {
  const headers = { 'content-type': type, 'content-encoding': 'gzip' };
  const response = await fetch(`${service.url}/v1/${signal}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(gzipSync(body)),
  });
  expect([response.status, await response.text()]).toEqual([200, type === 'application/json' ? '{}' : '']);
}

/** What the README beside the recording says; the denied call of cirrus is known from its spans. */
const KNOWN = [
  ['atlas', 'hierarchical', '0.4368', 1491, 9309, 560_042, 46_408, 54, 2, 433.4],
  ['borealis', 'mesh', '0.4266', 1393, 9723, 546_110, 43_408, 52, 2, 1072.3],
  ['cirrus', 'star', '0.4045', 1362, 8958, 546_092, 47_132, 52, 16, 389.9],
  ['proto', 'ring', '0.1141', 387, 2526, 146_445, 14_030, 14, 2, expect.any(Number)],
];

async function totals(service: Service) {
  const { swarms } = (await service.json('/api/v1/swarms')) as {
    swarms: Array<Summary & { requests?: { meanDurationMs?: number } }>;
  };
  return swarms.map(({ swarmId, topology, costUsd, tokens, tools, requests }) => [
    swarmId,
    topology,
    costUsd?.toFixed(4),
    ...['input', 'output', 'cacheRead', 'cacheCreation'].map((kind) => tokens?.[kind]),
    tools?.total,
    tools?.failed,
    Number(requests?.meanDurationMs?.toFixed(1)),
  ]);
}

describe('Claude Code’s exports', () => {
  it('give what is known of them, over HTTP and gRPC, twice, with a kill in the middle', async () => {
    const [data, port] = [await work.folder(), await freePort()];
    const config = join(data, 'config.json');
    await writeFile(config, JSON.stringify({ inputs: [{ kind: 'otlp-grpc', port }] }));
    const start = () => work.start(['--no-demo', '--data', data, '--config', config]);

    let service = await start();
    const exports = (
      await Promise.all(SIGNALS.map(async (signal) => (await recorded(signal)).map((body) => ({ signal, body }))))
    ).flat();
    for (const [index, { signal, body }] of exports.reverse().entries()) {
      await send(service, signal, Buffer.from(body), 'application/json');
      if (index === 60) {
        await service.stop('SIGKILL');
        service = await start();
      }
    }
    for (const { signal, body } of await recordedProtobuf()) {
      await send(service, signal, body, 'application/x-protobuf');
    }
    expect(await totals(service)).toEqual(KNOWN);

    for (const { signal, body } of await recordedProtobuf()) {
      await callExport(port, signal, body);
    }
    for (const { signal, body } of exports) {
      await send(service, signal, Buffer.from(body), 'application/json');
    }
    expect(await totals(service)).toEqual(KNOWN);
    const { inputs } = (await service.json('/api/v1/inputs')) as { inputs: Array<{ id: string; counts: object }> };
    const grpc = inputs.find(({ id }) => id === `otlp-grpc:${port}`);
    expect(grpc).toMatchObject({ state: 'ok', counts: { stored: 0, rejected: {} } });
  });

  it('of cumulative counters are counted once, whatever is killed when', async () => {
    const data = await work.folder();
    const start = () => work.start(['--no-demo', '--data', data]);
    let service = await start();
    const began = Date.now() - 100_000;
    // Killed after each answer: what was acknowledged is known again.
    for (const [index, value] of [10, 25, 25, 40].entries()) {
      await service.post('/v1/metrics', cumulative(value, began, began + (index + 1) * 1000));
      await service.stop('SIGKILL');
      service = await start();
    }
    await service.post('/v1/metrics', cumulative(25, began, began + 2000));
    await service.post('/v1/metrics', cumulative(3, began + 50_000, began + 51_000));
    const { swarms } = (await service.json('/api/v1/swarms')) as { swarms: Summary[] };
    expect(swarms).toMatchObject([{ swarmId: 'swarm', tokens: { input: 43, total: 43 } }]);
  });
});

function cumulative(value: number, start: number, time: number): object {
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const point = {
    attributes: [text('swarm.id', 'swarm'), text('session.id', 'session'), text('type', 'input')],
    startTimeUnixNano: `${start}000000`,
    timeUnixNano: `${time}000000`,
    asInt: String(value),
  };
  const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints: [point] };
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'claude_code.token.usage', sum }] }] }] };
}

function callExport(port: number, signal: Signal, body: Buffer): Promise<void> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const service = { metrics: 'metrics.v1.Metrics', logs: 'logs.v1.Logs', traces: 'trace.v1.Trace' }[signal];
  const asIs = (bytes: Buffer) => bytes;
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(`/opentelemetry.proto.collector.${service}Service/Export`, asIs, asIs, body, (error) => {
      client.close();
      if (error) {
        reject(error);
      } else {
        resolve();
      }
    });
  });
}
