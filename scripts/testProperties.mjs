import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { run } from './lib/run.mjs';
import { buildCollector, install, ROOT, runMain, say } from './setup.mjs';

/**
 * `npm run test:properties [-- runs]`: the files that hold property tests, each time with another seed (20 unless told).
 * What a failing run printed is shown, and the seeds that failed at the end: PROPERTY_SEED makes any runner repeat one.
 */
await runMain(async () => {
  const runs = Number(process.argv[2] ?? 20);
  if (!Number.isInteger(runs) || runs < 1) {
    throw new Error('usage: npm run test:properties [-- <number of runs, 20 unless told>]');
  }
  await install();
  await buildCollector();
  const { stdout } = await run('git', ['grep', '-l', "from 'fast-check'", '--', '*.test.ts'], { cwd: ROOT });
  const files = stdout.split('\n').filter(Boolean);
  const inGrafana = files.filter((file) => file.startsWith('src/'));
  const inNode = files.filter((file) => !file.startsWith('src/'));
  /** @type {string[]} */
  const failed = [];
  for (let count = 1; count <= runs; count++) {
    const seed = String(randomInt(2 ** 31));
    say(`run ${count} of ${runs}: PROPERTY_SEED=${seed}`);
    const passed = [
      await passes(seed, ['jest/bin/jest.js', '--maxWorkers', '2', ...inGrafana]),
      await passes(seed, ['vitest/vitest.mjs', 'run', ...inNode]),
    ];
    if (passed.includes(false)) {
      failed.push(seed);
    }
  }
  if (failed.length > 0) {
    throw new Error(`${failed.length} of ${runs} runs failed: PROPERTY_SEED=${failed.join(', ')}`);
  }
  say(`${runs} runs passed`);
});

/** @param {string} seed @param {string[]} command runner and its arguments */
async function passes(seed, [runner, ...args]) {
  const { code, output } = await run(process.execPath, [join(ROOT, 'node_modules', runner), ...args], {
    cwd: ROOT,
    env: { PROPERTY_SEED: seed },
    allowFailure: true,
  });
  if (code !== 0) {
    say(output);
  }
  return code === 0;
}
