import { pathToFileURL } from 'node:url';
import { loadCore } from './loadCore.mjs';
import { machine, median, report } from './machine.mjs';

/**
 * Seconds that it takes to compare and rank 50 swarms of 20,000 tasks, 1,225 pairs, beside 200 swarms (compared with their
 * leader only) and 50 swarms whose task types are mixed differently. Values are sorted once, before the clock.
 * @param {{ rounds?: number }} [options]
 */
export async function compareCost({ rounds = 3 } = {}) {
  const { compareSamples, seededRandom, normalDraw } = await loadCore(['compare/compareSamples.ts', 'stats/random.ts']);
  const random = seededRandom(1);

  const sample = (swarms, tasks, { ordered = false, typed = false } = {}) => ({
    metric: 'task_duration',
    name: 'Task duration',
    unit: 'ms',
    direction: 'lower',
    sampleUnit: 'task',
    shape: 'values',
    groups: Array.from({ length: swarms }, (_, i) => {
      const codes = Uint32Array.from({ length: tasks }, () => Math.floor(random() ** (1 + i / swarms) * 4));
      const inTime = Float64Array.from(codes, (code) =>
        Math.round(Math.exp(6 + (i % 7) / 20 + (typed ? code / 2 : 0) + normalDraw(random)))
      );
      const types = { names: ['code', 'test', 'review', 'plan'], codes };
      return {
        id: `swarm-${i}`,
        values: inTime.slice().sort(),
        ...(ordered ? { units: { values: inTime, ...(typed ? { types } : {}) } } : {}),
      };
    }),
  });
  const seconds = (samples) => {
    const groups = samples.groups.map(({ id }) => id);
    const times = [];
    let answer;
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      answer = compareSamples([samples], { groups });
      times.push((performance.now() - start) / 1000);
    }
    return { seconds: median(times), pairs: answer.metrics[0].pairs.length, notices: answer.notices };
  };
  const fifty = seconds(sample(50, 20_000));
  const inTime = seconds(sample(50, 20_000, { ordered: true }));
  const mixed = seconds(sample(50, 20_000, { ordered: true, typed: true }));
  const many = seconds(sample(200, 5000));
  const hundred = seconds(sample(100, 50_000));
  return {
    pairs: fifty.pairs,
    fiftySwarmsSeconds: fifty.seconds,
    fiftySwarmsInTimeSeconds: inTime.seconds,
    fiftySwarmsMixedTypesSeconds: mixed.seconds,
    twoHundredSwarmsSeconds: many.seconds,
    twoHundredSwarmsPairs: many.pairs,
    hundredSwarmsOf50000Seconds: hundred.seconds,
    notices: [...new Set([...fifty.notices, ...many.notices, ...hundred.notices])],
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { notices, ...figures } = await compareCost();
  report({
    machine: machine(),
    ...figures,
    notices: process.argv.includes('--json') ? notices : `\n${notices.join('\n')}`,
  });
}
