import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passSignals } from './run.mjs';

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts the real service on a free port with data of its own and waits until it is ready.
 *
 * @param {string} root
 * @param {string[]} args
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startService(root, args) {
  const data = mkdtempSync(join(tmpdir(), 'claude-flow-perf-test-'));
  const port = await freePort();
  const child = spawn(
    'collector/bin/claude-flow-perf.mjs',
    ['serve', '--data', data, '--port', String(port), ...args],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    }
  );
  // A signal to us is the service's too, else it would outlive us.
  const release = passSignals(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    release();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await ready(`${url}/readyz`, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** @param {string} url @param {Promise<unknown>} ended */
async function ready(url, ended) {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const start = Date.now(); Date.now() - start < 30_000 && !over;) {
    try {
      if ((await fetch(url)).ok) {
        return;
      }
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the service did not become ready at ${url}`);
}
