import { max, mean, min, sampleStandardDeviation } from 'simple-statistics';
import { loadCore } from './loadCore.mjs';
import { median } from './machine.mjs';

const POINTS = 1_000_000;
const ROUNDS = 9;

/** Count, mean, sd, minimum and maximum of a million values, beside simple-statistics on the same array, ns a value. */
export async function speedFigures() {
  const { describe } = await loadCore(['stats/describe.ts']);
  const values = Float64Array.from({ length: POINTS }, (_, i) => Math.sin(i) * 100 + (i % 97));
  const plain = Array.from(values);
  const peer = () => [mean(plain), sampleStandardDeviation(plain), min(plain), max(plain)];
  return { nsDescriptive: nsOf(() => describe(values)), nsSimpleStatistics: nsOf(peer) };
}

/** @param {() => unknown} work */
function nsOf(work) {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return ((performance.now() - start) * 1e6) / POINTS;
  });
  // The first ones are compiled on the way.
  return median(rounds.slice(3));
}
