/**
 * Benjamini and Hochberg's step-up adjustment of p-values, in the order given: taking every adjusted p <= q as a finding
 * keeps the expected share of false ones among the findings at q, for independent (or positively dependent) tests. It
 * is weaker than Holm's: nothing is said of the chance of any false claim. Source: Y. Benjamini and Y. Hochberg,
 * "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57 (1995).
 * @throws RangeError when a p is outside 0 to 1 or NaN
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) {
    throw new RangeError(`p-value must be between 0 and 1, got ${wrong}`);
  }
  const total = pValues.length;
  const adjusted = new Array<number>(total);
  const descending = pValues.map((p, index) => ({ p, index })).sort((x, y) => y.p - x.p);
  let smallest = 1;
  descending.forEach(({ p, index }, place) => {
    smallest = Math.min(smallest, (p * total) / (total - place));
    adjusted[index] = smallest;
  });
  return adjusted;
}
