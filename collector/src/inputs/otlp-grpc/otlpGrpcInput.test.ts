import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Ingestor } from '../../ingest/ingestor.ts';
import { openNotes } from '../../testing/notes.ts';
import { metricsBody, point, recordedProtobuf } from '../../testing/otlp.ts';
import { readResponse, toProtobuf } from '../../testing/protobuf.ts';
import { openStore, summaryOf } from '../../testing/stores.ts';
import { OtlpReceiver, type Signal } from '../claude-code-otlp/receiver.ts';
import { OtlpGrpcInput, type OtlpGrpcOptions } from './otlpGrpcInput.ts';
import { exportMethod } from './services.ts';

async function listening(options: Partial<OtlpGrpcOptions> = {}) {
  const store = await openStore();
  const ingestor = new Ingestor(store);
  const receiver = new OtlpReceiver(ingestor, store, await openNotes());
  const input = new OtlpGrpcInput({ host: '127.0.0.1', port: 0, ...options }, receiver, pino({ level: 'silent' }));
  onTestFinished(() => input.stop());
  await input.start();
  return { store, ingestor, input };
}

interface CallOptions {
  authorization?: string;
  gzip?: boolean;
  authority?: string;
}

/** One Export call; rejects with gRPC's error. */
function call(port: number | undefined, signal: Signal, body: Buffer, options: CallOptions = {}): Promise<Buffer> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.default_compression_algorithm': options.gzip === true ? 2 : 0,
    ...(options.authority === undefined ? {} : { 'grpc.default_authority': options.authority }),
  });
  const metadata = new Metadata();
  if (options.authorization !== undefined) {
    metadata.set('authorization', options.authorization);
  }
  const { path, requestSerialize, responseDeserialize } = exportMethod(signal);
  return new Promise<Buffer>((resolve, reject) => {
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, body, metadata, (error, response) => {
      client.close();
      if (error) {
        reject(error);
      } else {
        resolve(response ?? Buffer.alloc(0));
      }
    });
  });
}

describe('OTLP over gRPC', () => {
  it('takes the recorded exports of all signals, plain and packed, once', async () => {
    const { store, input } = await listening();
    for (const gzip of [false, true]) {
      for (const { signal, body } of await recordedProtobuf()) {
        expect(readResponse(signal, await call(input.port, signal, body, { gzip }))).toEqual({});
      }
    }
    expect(await summaryOf(store, 'proto')).toMatchObject({
      topology: 'ring',
      costUsd: expect.closeTo(0.114133, 5),
      tokens: { input: 387, output: 2526, cacheRead: 146_445, cacheCreation: 14_030 },
      tools: { total: 14, failed: 2 },
      requests: { total: 15, failed: 0 },
    });
    const { state, counts } = input.status();
    expect(state).toBe('ok');
    expect(counts.duplicates).toBe(counts.stored);
  });

  it('says what it refused of an export', async () => {
    const { input } = await listening();
    const body = toProtobuf('metrics', metricsBody('claude_code.cost.usage', point({}, { timeUnixNano: '0' })));
    expect(readResponse('metrics', await call(input.port, 'metrics', body))).toEqual({
      partialSuccess: { rejectedDataPoints: '1', errorMessage: expect.stringContaining('no time') },
    });
    expect(input.status().counts).toMatchObject({ received: 1, rejected: { missing_time: 1 } });
  });

  it('refuses what is no message, too large, or of no service', async () => {
    const { input, store } = await listening();
    await expect(call(input.port, 'logs', Buffer.alloc(64, 0xff))).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
    await expect(call(input.port, 'logs', Buffer.alloc(6 * 1024 * 1024))).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
    await expect(call(input.port, 'logs', Buffer.alloc(60 * 1024 * 1024), { gzip: true })).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
    expect(await store.info()).toMatchObject({ steps: 0, samples: 0 });
  });

  it('wants the key where there is one', async () => {
    const { input } = await listening({ key: 'secret' });
    for (const authorization of [undefined, 'Bearer wrong', 'secret']) {
      await expect(
        call(input.port, 'logs', Buffer.alloc(0), authorization === undefined ? {} : { authorization })
      ).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
    }
    expect(await call(input.port, 'logs', Buffer.alloc(0), { authorization: 'Bearer secret' })).toHaveLength(0);
  });

  it('answers on loopback to local names only', async () => {
    const { input } = await listening();
    await expect(call(input.port, 'logs', Buffer.alloc(0), { authority: 'evil.example' })).rejects.toMatchObject({
      code: status.PERMISSION_DENIED,
    });
    expect(await call(input.port, 'logs', Buffer.alloc(0), { authority: `localhost:${input.port}` })).toHaveLength(0);
  });

  it('asks to come again while the service stops', async () => {
    const { input, ingestor } = await listening();
    await ingestor.close();
    const body = toProtobuf('metrics', metricsBody('claude_code.cost.usage', point()));
    await expect(call(input.port, 'metrics', body)).rejects.toMatchObject({ code: status.UNAVAILABLE });
    expect(input.status().counts.received).toBe(0);
  });

  it('says that its port is taken, and does not keep the service from starting', async () => {
    const { input } = await listening();
    const { input: second } = await listening({ port: input.port ?? 0 });
    expect(second.port).toBeUndefined();
    expect(second.status()).toMatchObject({ state: 'degraded', reason: expect.stringContaining(String(input.port)) });
  });

  it('takes nothing after a stop', async () => {
    const { input } = await listening();
    const { port } = input;
    await input.stop();
    await expect(call(port, 'logs', Buffer.alloc(0))).rejects.toMatchObject({ code: status.UNAVAILABLE });
  });
});
