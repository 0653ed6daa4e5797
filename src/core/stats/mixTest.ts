import { chiSquareSurvival } from './gamma.ts';

/**
 * Pearson's chi-square test that two groups are made of the same kinds in the same shares; kinds that neither has are
 * left out. 1 where a group is empty or only one kind exists. Source: K. Pearson, Philosophical Magazine 50 (1900).
 * @param pairs how many units of each kind the first and the second group have
 */
export function mixDifferenceP(pairs: ReadonlyArray<readonly [number, number]>): number {
  const kinds = pairs.filter(([a, b]) => a + b > 0);
  const [totalA, totalB] = kinds.reduce(([sumA, sumB], [a, b]) => [sumA + a, sumB + b], [0, 0]);
  if (totalA === 0 || totalB === 0 || kinds.length < 2) {
    return 1;
  }
  const statistic = kinds.reduce((sum, [a, b]) => {
    const expectedA = ((a + b) * totalA) / (totalA + totalB);
    const expectedB = ((a + b) * totalB) / (totalA + totalB);
    return sum + (a - expectedA) ** 2 / expectedA + (b - expectedB) ** 2 / expectedB;
  }, 0);
  return chiSquareSurvival(statistic, kinds.length - 1);
}
