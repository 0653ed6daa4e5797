import { Writable } from 'node:stream';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { createServer } from '../api/http/server.ts';
import type { ReportingOptions } from '../schedule/reporting.ts';
import { PerformanceSystem } from '../system.ts';
import { tempFolder } from './tempFolder.ts';

export interface TestService {
  url: string;
  port: number;
  app: FastifyInstance;
  system: PerformanceSystem;
  dataDir: string;
  /** What it has logged so far, one JSON text a line. */
  logged(): string;
  get(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, init?: RequestInit): Promise<Response>;
}

export interface TestServiceOptions {
  host?: string;
  key?: string;
  claudeFlow?: string[];
  demo?: boolean;
  /** Schedules and targets; default: none. */
  reporting?: ReportingOptions;
  /** False leaves it starting: its folders are not read. */
  started?: boolean;
}

/** The service in this process on a real port, with a store of its own; closed after the test. */
export async function startService({
  host = '127.0.0.1',
  key,
  started = true,
  ...options
}: TestServiceOptions = {}): Promise<TestService> {
  const lines: string[] = [];
  const log = pino(
    new Writable({
      write(chunk, _, done) {
        lines.push(String(chunk));
        done();
      },
    })
  );
  const dataDir = await tempFolder();
  const system = await PerformanceSystem.open(
    {
      dataDir,
      demo: options.demo ?? false,
      ...(options.reporting === undefined ? {} : { reporting: options.reporting }),
      inputs: (options.claudeFlow ?? []).map((folder) => ({ kind: 'claude-flow', folder })),
    },
    log
  );
  const app = await createServer(system, { host, port: 0, ...(key === undefined ? {} : { key }) }, log);
  await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    await app.close();
    await system.close();
  });
  if (started) {
    await system.start();
  }
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    app,
    system,
    dataDir,
    logged: () => lines.join(''),
    get: (path, init) => fetch(`${url}${path}`, init),
    post: (path, body, init) => {
      const headers = { 'content-type': 'application/json', ...init?.headers };
      return fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body), ...init, headers });
    },
  };
}

/** Status and body of an answer that is an error. */
export async function problemOf(response: Response | Promise<Response>) {
  const answer = await response;
  const body = (await answer.json()) as Record<string, unknown>;
  return { ...body, httpStatus: answer.status, contentType: answer.headers.get('content-type') };
}
