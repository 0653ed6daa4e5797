/**
 * Holm's step-down adjustment of p-values, in the order given: an adjusted p <= alpha keeps the chance of any false
 * claim in the family at alpha, whatever the tests have to do with each other. Source: S. Holm, "A simple sequentially
 * rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979). No p-values give none.
 * @param family number of tests in the family, where more were possible than were done (each of those counts as p = 1)
 * @throws RangeError when a p is outside 0 to 1 or NaN, or the family is smaller than the number of p-values
 */
export function holm(pValues: readonly number[], family = pValues.length): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) {
    throw new RangeError(`p-value must be between 0 and 1, got ${wrong}`);
  }
  if (!(family >= pValues.length)) {
    throw new RangeError(`a family of ${family} can't hold ${pValues.length} tests`);
  }
  const adjusted = new Array<number>(pValues.length);
  const ascending = pValues.map((p, index) => ({ p, index })).sort((x, y) => x.p - y.p);
  let largest = 0;
  ascending.forEach(({ p, index }, place) => {
    largest = Math.max(largest, Math.min(1, p * (family - place)));
    adjusted[index] = largest;
  });
  return adjusted;
}
