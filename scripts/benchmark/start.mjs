import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../lib/service.mjs';
import { buildCollector, buildPage, install, ROOT, runMain } from '../setup.mjs';
import { machine, median, report } from './machine.mjs';

const RUNS = 7;
const IDLE_MS = 5000;

/** From the start of the process until /readyz says so, and resident memory a while later. */
await runMain(async () => {
  await install();
  await buildCollector();
  await buildPage();
  const empty = await measure(['--no-demo']);
  const demo = await measure([]);
  report({
    machine: machine(),
    runs: RUNS,
    coldStartMs: median(empty.map((one) => one.ms)),
    coldStartDemoMs: median(demo.map((one) => one.ms)),
    idleRssMiB: median(empty.map((one) => one.rss)),
    idleRssDemoMiB: median(demo.map((one) => one.rss)),
  });
});

/** @param {string[]} args */
async function measure(args) {
  const results = [];
  for (let run = 0; run < RUNS; run++) {
    results.push(await once(args));
  }
  return results;
}

/** @param {string[]} args */
async function once(args) {
  const data = mkdtempSync(join(tmpdir(), 'claude-flow-perf-bench-'));
  const port = await freePort();
  const start = performance.now();
  const child = spawn(
    'collector/bin/claude-flow-perf.mjs',
    ['serve', '--data', data, '--port', String(port), ...args],
    { cwd: ROOT, stdio: 'ignore' }
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    while (!(await isReady(port))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const ms = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    return { ms, rss: residentMiB(child.pid) };
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

/** @param {number} port */
async function isReady(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Linux only: elsewhere the figure is absent. @param {number | undefined} pid */
function residentMiB(pid) {
  try {
    const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kib) / 1024;
  } catch {
    return undefined;
  }
}
