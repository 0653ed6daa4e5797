import { createRequire } from 'node:module';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Script } from 'node:vm';
import { build } from 'esbuild';
import { globSync } from 'glob';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { collectTests } from './collectTests.mjs';

/** Milliseconds that every test took in the run without mutants, written by the one worker that makes it. */
const DURATIONS = 'test-durations.json';

const namespace = (globalThis.__stryker__ ??= {});

/**
 * Runs tests of pure code for Stryker within its worker. They are bundled once, and the bundle is evaluated anew for
 * every mutant, so that no cache of a module carries a mutant's numbers into the next. A runner that starts Jest or Vitest
 * for every mutant takes about a second each; this takes as long as the tests that reach the mutant.
 */
class InProcessRunner {
  static inject = tokens(commonTokens.options);

  constructor(options) {
    this.tests = options.inProcess.tests;
    this.runs = options.inProcess.runs;
    this.slowest = options.inProcess.slowest;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const require = createRequire(resolve('package.json'));
    const fc = require('fast-check');
    // Shrinking explains a failure, which nobody reads here.
    fc.configureGlobal({ endOnFailure: true, numRuns: this.runs, seed: 1 });
    this.require = require;
    this.expect = require('expect').expect;
    const files = globSync(this.tests, { dotRelative: true }).sort();
    const contents = files
      .map((file) => `beginFile(${JSON.stringify(file)}); require(${JSON.stringify(file)});`)
      .join('\n');
    const bundle = await build({
      stdin: { contents, resolveDir: resolve('.') },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      logLevel: 'error',
    });
    const head = '(function (require, __dirname, beginFile, describe, it, expect) {';
    this.script = new Script(`${head}${bundle.outputFiles[0].text}\n})`);
  }

  /** Every folder of tests lies as deep as this one, where tests look for the golden values. */
  collect() {
    const { tests, beginFile, describe, it } = collectTests();
    this.script.runInThisContext()(
      this.require,
      join(resolve('.'), 'src/core/stats'),
      beginFile,
      describe,
      it,
      this.expect
    );
    return tests;
  }

  async run(filter, bail) {
    const results = [];
    this.durations ??= existsSync(DURATIONS) ? JSON.parse(readFileSync(DURATIONS, 'utf8')) : undefined;
    const tests = this.collect();
    if (this.durations) {
      // The quickest first: most mutants fail it, and the run ends with the first failure.
      tests.sort((a, b) => (this.durations[a.id] ?? 0) - (this.durations[b.id] ?? 0));
    }
    for (const { id, body } of tests) {
      if (filter && !filter.has(id)) {
        continue;
      }
      const result = await this.runOne(id, body);
      results.push(result);
      if (bail && result.status === TestStatus.Failed) {
        break;
      }
    }
    return { status: DryRunStatus.Complete, tests: results };
  }

  async runOne(id, body) {
    namespace.currentTestId = id;
    const start = performance.now();
    let failureMessage;
    try {
      await body();
    } catch (error) {
      failureMessage = String(error?.message ?? error);
    }
    const timeSpentMs = performance.now() - start;
    namespace.currentTestId = undefined;
    return failureMessage === undefined
      ? { id, name: id, timeSpentMs, status: TestStatus.Success }
      : { id, name: id, timeSpentMs, status: TestStatus.Failed, failureMessage };
  }

  async dryRun() {
    namespace.activeMutant = undefined;
    namespace.mutantCoverage = { static: {}, perTest: {} };
    const { status, tests } = await this.run(undefined, false);
    this.durations = Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    writeFileSync(DURATIONS, JSON.stringify(this.durations));
    const { static: onLoad, perTest } = namespace.mutantCoverage;
    const kept = tests.filter(({ timeSpentMs }) => timeSpentMs <= this.slowest);
    const coverage = Object.fromEntries(kept.map(({ id }) => [id, perTest[id] ?? {}]));
    return { status, tests: kept, mutantCoverage: { static: onLoad, perTest: coverage } };
  }

  async mutantRun({ testFilter, activeMutant, hitLimit, disableBail }) {
    namespace.activeMutant = activeMutant.id;
    namespace.hitCount = hitLimit === undefined ? undefined : 0;
    namespace.hitLimit = hitLimit;
    let result;
    try {
      result = await this.run(testFilter && new Set(testFilter), !disableBail);
    } catch (error) {
      result = { status: DryRunStatus.Error, errorMessage: String(error) };
    }
    return toMutantRunResult(determineHitLimitReached(namespace.hitCount, hitLimit) ?? result);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
