import { sortedCopy } from '../stats/order.ts';
import { normalDraw, seededRandom } from '../stats/random.ts';
import { compareSamples } from './compareSamples.ts';
import type { MetricSamples } from './types.ts';

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
      values: sortedCopy(Float64Array.from({ length: n }, () => Math.exp(3 + shift + normalDraw(random)))),
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
    const random = seededRandom(20);
    const groups = ['s0', 's1', 's2', 's3', 's4'];
    const falseClaims = shareOf(1000, () => {
      const { metrics } = compareSamples([sampleGroups([0, 0, 0, 0, 0], 20, random)], { groups, draws: 0 });
      return metrics[0].pairs.some((pair) => pair.verdict === 'better' || pair.verdict === 'worse');
    });
    expect(falseClaims).toBeLessThanOrEqual(0.055);
    expect(falseClaims).toBeGreaterThan(0.005);
  });

  it('are rarely false of values that depend on the ones before, where their order is known', () => {
    const random = seededRandom(7);
    const groups = ['s0', 's1', 's2', 's3', 's4'];
    const process = (): Float64Array => {
      let value = normalDraw(random);
      return Float64Array.from({ length: 300 }, () => {
        value = 0.7 * value + Math.sqrt(1 - 0.7 ** 2) * normalDraw(random);
        return value;
      });
    };
    const claims = (ordered: boolean, runs: number): number =>
      shareOf(runs, () => {
        const sample: MetricSamples = {
          ...sampleGroups([], 0, random),
          shape: 'values',
          groups: groups.map((id) => {
            const values = process();
            return { id, values: values.slice().sort(), ...(ordered ? { units: { values } } : {}) };
          }),
        };
        const { metrics } = compareSamples([sample], { groups, draws: 0 });
        return metrics[0].pairs.some((pair) => pair.verdict === 'better' || pair.verdict === 'worse');
      });
    expect(claims(true, 250)).toBeLessThanOrEqual(0.055);
    expect(claims(false, 40)).toBeGreaterThan(0.4);
  });

  it('are made in at least 80 % of comparisons with a Cliff delta of .6', () => {
    const random = seededRandom(6);
    // P(a > b) = .8 for normal logarithms that lie sqrt(2)·Φinv(.8) apart.
    const shift = Math.SQRT2 * 0.8416212335729143;
    const power = shareOf(1000, () => {
      const { overallWinner } = compareSamples([sampleGroups([shift, 0], 20, random)], {
        groups: ['s0', 's1'],
        draws: 0,
      });
      return overallWinner.id === 's1';
    });
    expect(power).toBeGreaterThanOrEqual(0.8);
  });
});
