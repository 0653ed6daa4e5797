#!/usr/bin/env node
// Runs the property tests with many seeds: `npm run test:properties [-- runs]`. Prints the seed of a run that fails.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

const USAGE = 'usage: npm run test:properties [-- <number of runs, default 20>]';
const runs = Number(process.argv[2] ?? 20);
if (!Number.isInteger(runs) || runs < 1) {
  console.error(USAGE);
  process.exit(2);
}

const tracked = spawnSync('git', ['grep', '-l', "from 'fast-check'", '--', '*.test.ts'], { encoding: 'utf8' });
const files = tracked.stdout.split('\n').filter(Boolean);
const runners = [
  ['jest', '--maxWorkers', '2', ...files.filter((file) => file.startsWith('src/'))],
  ['vitest', 'run', ...files.filter((file) => !file.startsWith('src/'))],
];

const failed = [];
for (let run = 1; run <= runs; run++) {
  const seed = String(randomInt(2 ** 31));
  console.log(`run ${run} of ${runs}: PROPERTY_SEED=${seed}`);
  for (const command of runners) {
    const { status, stdout, stderr } = spawnSync('npx', command, {
      env: { ...process.env, PROPERTY_SEED: seed },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) {
      failed.push(seed);
      console.log(`${stdout}\n${stderr}`);
    }
  }
}
console.log(failed.length === 0 ? `${runs} runs without a failure` : `failed with PROPERTY_SEED=${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
