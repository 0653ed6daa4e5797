import { pathToFileURL } from 'node:url';
import { loadCore } from './loadCore.mjs';
import { report } from './machine.mjs';

const RUNS = 4000;
const SEED = 5;
/** P(a > b) = .8 for normal logarithms that lie √2·Φ⁻¹(.8) apart: a Cliff's delta of .6. */
const SHIFT = Math.SQRT2 * 0.8416212335729143;

/**
 * What the shipped comparison claims of simulated swarms, with a fixed seed: the share of comparisons of five equal swarms
 * with any false claim (20 independent lognormal durations each; 100 of an AR(1) process with coefficient .7 in the order
 * of time, normal or lognormal; the same 100 without their order, for contrast), and the share of comparisons of two swarms of 20, Cliff's delta .6, that
 * find the better one.
 * @param {{ runs?: number, seed?: number }} [options]
 */
export async function claimFigures({ runs = RUNS, seed = SEED } = {}) {
  const { compareSamples, seededRandom, normalDraw } = await loadCore(['compare/compareSamples.ts', 'stats/random.ts']);

  /** @param {string} name @param {(random: () => number) => { values: Float64Array, ordered: boolean }[]} draw @param {(pairs: { verdict: string }[]) => boolean} happens */
  const share = (name, draw, happens) => {
    const random = seededRandom(seed, name);
    let count = 0;
    for (let run = 0; run < runs; run++) {
      const groups = draw(random).map(({ values, ordered }, i) => ({
        id: `s${i}`,
        values: values.slice().sort(),
        ...(ordered ? { units: { values } } : {}),
      }));
      const sample = {
        metric: 'task_duration',
        name: 'Task duration',
        unit: 'ms',
        direction: 'lower',
        sampleUnit: 'task',
        shape: 'values',
        groups,
      };
      const { metrics } = compareSamples([sample], { groups: groups.map(({ id }) => id), draws: 0 });
      count += happens(metrics[0].pairs) ? 1 : 0;
    }
    return count / runs;
  };
  const five = (one) => (random) => Array.from({ length: 5 }, () => one(random));
  const iid = (n, shift, random) => Float64Array.from({ length: n }, () => Math.exp(3 + shift + normalDraw(random)));
  const ar = (n, coefficient, random) => {
    const values = new Float64Array(n);
    let value = normalDraw(random);
    const step = Math.sqrt(1 - coefficient ** 2);
    for (let i = 0; i < n; i++) {
      values[i] = value;
      value = coefficient * value + step * normalDraw(random);
    }
    return values;
  };
  const claims = (pairs) => pairs.some(({ verdict }) => verdict === 'better' || verdict === 'worse');
  return {
    runs,
    seed,
    falseClaimsIid: share(
      'iid',
      five((random) => ({ values: iid(20, 0, random), ordered: false })),
      claims
    ),
    falseClaimsIidInTime: share(
      'iid in time',
      five((random) => ({ values: iid(20, 0, random), ordered: true })),
      claims
    ),
    falseClaimsAr: share(
      'ar',
      five((random) => ({ values: ar(100, 0.7, random), ordered: true })),
      claims
    ),
    falseClaimsArLognormal: share(
      'ar lognormal',
      five((random) => ({ values: ar(100, 0.7, random).map(Math.exp), ordered: true })),
      claims
    ),
    falseClaimsAr300: share(
      'ar 300',
      five((random) => ({ values: ar(300, 0.7, random), ordered: true })),
      claims
    ),
    falseClaimsArWithoutOrder: share(
      'ar bare',
      five((random) => ({ values: ar(100, 0.7, random), ordered: false })),
      claims
    ),
    power: share(
      'power',
      (random) => [SHIFT, 0].map((shift) => ({ values: iid(20, shift, random), ordered: true })),
      ([pair]) => pair.verdict === 'better'
    ),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  report(await claimFigures());
}
