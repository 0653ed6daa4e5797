import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { goCounts, jestCounts, playwrightCounts, withExit } from './lib/counts.mjs';
import { has, Interrupted, run } from './lib/run.mjs';
import { startService } from './lib/service.mjs';
import {
  buildBackend,
  buildCollector,
  buildPage,
  buildPlugin,
  findBrowser,
  install,
  ROOT,
  runMain,
  say,
} from './setup.mjs';

/**
 * `npm test`: sets everything up and runs every runner once. A runner that fails does not stop the others; the last line
 * counts them all.
 */

const REPORTS = join(ROOT, 'node_modules/.cache/test-reports');
const bin = (path) => join(ROOT, 'node_modules', path);

/** @type {Array<{ title: string } & import('./lib/counts.mjs').Counts>} */
const results = [];

/** @param {string} title @param {() => Promise<import('./lib/counts.mjs').Counts>} work */
async function step(title, work) {
  say(`\n== ${title}`);
  const start = Date.now();
  const counts = await countsOf(work);
  results.push({ title, ...counts });
  say(
    `== ${title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${((Date.now() - start) / 1000).toFixed(0)} s)`
  );
  counts.reasons.forEach((reason) => say(`   skipped: ${reason}`));
}

/** What breaks down before it can count has failed once. @param {() => Promise<import('./lib/counts.mjs').Counts>} work */
async function countsOf(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Interrupted) {
      throw error;
    }
    say(error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1, skipped: 0, reasons: [] };
  }
}

/** A check that either holds or doesn't. @param {string[]} args */
async function check(args) {
  const { code, output } = await run(process.execPath, args, { cwd: ROOT, allowFailure: true });
  if (code !== 0) {
    say(output);
  }
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, reasons: [] };
}

const sum = (all) =>
  all.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    reasons: [...a.reasons, ...b.reasons],
  }));

const show = { cwd: ROOT, show: 'all', allowFailure: true };

async function types() {
  const projects = [
    ['-p', '.'],
    ['-p', 'tsconfig.core.json'],
    ['-p', 'collector', '--noEmit'],
    ['-p', 'tsconfig.node.json'],
    ['-p', 'standalone'],
  ];
  const counts = [];
  for (const project of projects) {
    counts.push(await check([bin('typescript/bin/tsc'), ...project]));
  }
  return sum(counts);
}

async function lint() {
  return check([bin('eslint/bin/eslint.js'), '--cache', '--cache-location', 'node_modules/.cache/eslint/', '.']);
}

async function jest() {
  const file = join(REPORTS, 'jest.json');
  const { code } = await run(
    process.execPath,
    [bin('jest/bin/jest.js'), '--maxWorkers', '2', '--json', '--outputFile', file, '--silent'],
    { ...show, env: { CI: 'true' } }
  );
  return withExit(jestCounts(file), code);
}

async function vitest() {
  const file = join(REPORTS, 'vitest.json');
  const { code } = await run(
    process.execPath,
    [bin('vitest/vitest.mjs'), 'run', '--reporter', 'dot', '--reporter', 'json', '--outputFile', file],
    show
  );
  return withExit(jestCounts(file), code);
}

async function go() {
  if (!(await buildBackend())) {
    return { passed: 0, failed: 0, skipped: 1, reasons: ['Go is not installed'] };
  }
  const service = await startService(ROOT, ['--no-demo', '--claude-flow', 'collector/demo/claude-flow-3-recording']);
  try {
    const vet = await run('go', ['vet', './pkg/...'], { cwd: ROOT, allowFailure: true });
    if (vet.code !== 0) {
      say(vet.output);
    }
    const { stdout, stderr, code } = await run('go', ['test', '-json', './pkg/...'], {
      cwd: ROOT,
      allowFailure: true,
      env: { CLAUDE_FLOW_PERF_URL: service.url },
    });
    if (code !== 0) {
      say(stderr + goOutput(stdout));
    }
    return sum([
      withExit(goCounts(stdout), code),
      { passed: vet.code === 0 ? 1 : 0, failed: vet.code === 0 ? 0 : 1, skipped: 0, reasons: [] },
    ]);
  } finally {
    await service.stop();
  }
}

/** The way of an alert, with Grafana's own alerting module: a Go module of its own, which has to be fetched once. */
async function alerting() {
  const cwd = join(ROOT, 'tests/alerting');
  if (!(await has('go', ['version']))) {
    return { passed: 0, failed: 0, skipped: 1, reasons: ['Go is not installed'] };
  }
  const fetched = await run('go', ['list', '-deps', '-test', './...'], { cwd, allowFailure: true });
  if (fetched.code !== 0) {
    say(fetched.output);
    return { passed: 0, failed: 0, skipped: 1, reasons: ["Grafana's alerting module could not be fetched"] };
  }
  const { stdout, stderr, code } = await run('go', ['test', '-json', '-count=1', './...'], { cwd, allowFailure: true });
  if (code !== 0) {
    say(stderr + goOutput(stdout));
  }
  return withExit(goCounts(stdout), code);
}

/** What `go test -json` would have printed. @param {string} stdout */
function goOutput(stdout) {
  return stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? (JSON.parse(line).Output ?? []) : line))
    .join('');
}

/** @param {string} config @param {Record<string, string>} env @param {string[]} args */
async function playwright(config, env, args = []) {
  const file = join(REPORTS, `${config}.json`);
  const { code } = await run(
    process.execPath,
    [
      bin('@playwright/test/cli.js'),
      'test',
      '-c',
      `tests/e2e/${config}/playwright.config.ts`,
      '--reporter',
      'line,json',
      ...args,
    ],
    {
      ...show,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    }
  );
  return withExit(playwrightCounts(file), code);
}

/** Tests that can't run here count as skipped, each of them. @param {string} config @param {string} reason */
async function allSkipped(config, reason) {
  const { passed, skipped, failed } = await playwright(config, {}, ['--list']);
  const total = passed + skipped;
  return { passed: 0, failed, skipped: Math.max(total, 1), reasons: [reason] };
}

async function page() {
  const browser = await findBrowser();
  if (browser.path === undefined) {
    return allSkipped('standalone', browser.missing);
  }
  const service = await startService(ROOT, []);
  try {
    return await playwright('standalone', { STANDALONE_URL: service.url, CHROMIUM_PATH: browser.path });
  } finally {
    await service.stop();
  }
}

async function grafana() {
  if (!process.env.GRAFANA_URL) {
    return allSkipped('grafana', 'GRAFANA_URL is not set: these run against a Grafana of yours that has the plugin');
  }
  const browser = await findBrowser();
  return browser.path === undefined
    ? allSkipped('grafana', browser.missing)
    : playwright('grafana', { CHROMIUM_PATH: browser.path });
}

await runMain(async () => {
  await install();
  await buildCollector();
  await buildPage();
  await buildPlugin();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  await step('types', types);
  await step('lint', lint);
  await step('jest: core, data source, panels, app', jest);
  await step('go: data source backend', go);
  await step('go: alert rules and messages', alerting);
  await step('vitest: collector, contract, integration', vitest);
  await step('browser: stand-alone page', page);
  await step('browser: plugin in Grafana', grafana);

  const total = sum(results);
  if (total.failed > 0) {
    process.exitCode = 1;
    results
      .filter((result) => result.failed > 0)
      .forEach((result) => say(`failed: ${result.title} (${result.failed})`));
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
});
