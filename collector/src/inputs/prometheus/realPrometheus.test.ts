import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inputConfigSchema } from '../../config/inputs.ts';
import { Ingestor } from '../../ingest/ingestor.ts';
import { openStore, summaryOf } from '../../testing/stores.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { openNotes } from '../../testing/notes.ts';
import { PrometheusInput } from './prometheusInput.ts';

/** Path of a `prometheus` program; without it there is nothing to test against. */
const PROGRAM = process.env['PROMETHEUS_BIN'];

/** A program whose counter grows with each scrape and begins anew once; it knows what it has shown. */
async function target() {
  const shown: number[] = [];
  let value = 0;
  const server = createServer((_, response) => {
    value = shown.length === 5 ? 3 : value + 1 + (shown.length % 4);
    shown.push(value);
    const series = `{type="output",model="opus",swarm_id="swarm-1"}`;
    response.end(
      `# TYPE claude_code_token_usage_tokens_total counter\nclaude_code_token_usage_tokens_total${series} ${value}\n`
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { shown, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startPrometheus(program: string, address: string): Promise<string> {
  const folder = await tempFolder();
  const file = join(folder, 'prometheus.yml');
  await writeFile(
    file,
    `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: target, static_configs: [{ targets: ['${address}'] }] }]\n`
  );
  const port = await freePort();
  const flags = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child = spawn(program, flags, { stdio: 'ignore' });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return `http://127.0.0.1:${port}`;
}

describe.skipIf(PROGRAM === undefined)('a real Prometheus', () => {
  it('gives what its target counted, over a reset and a restart of the reader', { timeout: 60_000 }, async () => {
    const { shown, address } = await target();
    const url = await startPrometheus(PROGRAM ?? '', address);
    const store = await openStore();
    const notes = await openNotes();
    const config = inputConfigSchema.parse({ kind: 'prometheus', url, backfillMs: 60_000 });
    const read = async () => {
      if (config.kind !== 'prometheus') {
        throw new TypeError(config.kind);
      }
      const input = PrometheusInput.create(config, { ingestor: new Ingestor(store), notes });
      await input.start();
      await input.stop();
      return input.status().state;
    };
    const after = async (scrapes: number) => {
      while (shown.length < scrapes) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      // Until what was just scraped can be queried, and before the next scrape.
      await new Promise((resolve) => setTimeout(resolve, 400));
    };
    const counted = () =>
      shown.reduce((sum, value, i) => sum + (value < (shown[i - 1] ?? 0) ? value : value - (shown[i - 1] ?? 0)), 0);
    await after(3);
    expect(await read()).toBe('ok');
    expect((await summaryOf(store, 'swarm-1')).tokens?.output).toBe(counted());
    await after(8);
    await read();
    await read();
    expect((await summaryOf(store, 'swarm-1')).tokens?.output).toBe(counted());
    expect(shown.some((value, i) => value < (shown[i - 1] ?? 0))).toBe(true);
  });
});
