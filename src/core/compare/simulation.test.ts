import { sortedCopy } from '../stats/order.ts';
import { compareSamples } from './compareSamples.ts';
import type { MetricSamples } from './types.ts';

/** Uniform numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
  };
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Lognormal durations: task durations are skewed. Groups differ by a shift of the logarithm. */
function sampleGroups(shifts: readonly number[], n: number, random: () => number): MetricSamples {
  return {
    metric: 'task_duration',
    name: 'Task duration',
    unit: 'ms',
    direction: 'lower',
    sampleUnit: 'task',
    shape: 'values',
    groups: shifts.map((shift, i) => ({
      id: `s${i}`,
      values: sortedCopy(Float64Array.from({ length: n }, () => Math.exp(3 + shift + gaussian(random)))),
    })),
  };
}

function shareOf(runs: number, happens: () => boolean): number {
  let count = 0;
  for (let run = 0; run < runs; run++) {
    count += happens() ? 1 : 0;
  }
  return count / runs;
}

describe('claims about simulated swarms', () => {
  it('are false in at most 5.5 % of comparisons of five equal swarms', () => {
    const random = seeded(20);
    const groups = ['s0', 's1', 's2', 's3', 's4'];
    const falseClaims = shareOf(1000, () => {
      const { metrics } = compareSamples([sampleGroups([0, 0, 0, 0, 0], 20, random)], { groups });
      return metrics[0].pairs.some((pair) => pair.verdict === 'better' || pair.verdict === 'worse');
    });
    expect(falseClaims).toBeLessThanOrEqual(0.055);
    expect(falseClaims).toBeGreaterThan(0.005);
  });

  it('are made in at least 80 % of comparisons with a Cliff delta of .6', () => {
    const random = seeded(6);
    // P(a > b) = .8 for normal logarithms that lie sqrt(2)·Φinv(.8) apart.
    const shift = Math.SQRT2 * 0.8416212335729143;
    const power = shareOf(1000, () => {
      const { overallWinner } = compareSamples([sampleGroups([shift, 0], 20, random)], { groups: ['s0', 's1'] });
      return overallWinner.id === 's1';
    });
    expect(power).toBeGreaterThanOrEqual(0.8);
  });
});
