/**
 * Cliff's delta, P(a > b) - P(a < b), from the Mann-Whitney U of a: -1 to 1, no unit. Source: N. Cliff, "Dominance
 * statistics", Psychological Bulletin 114 (1993). Null when either sample is empty.
 */
export function cliffsDelta(u: number, n: number, m: number): number | null {
  return n === 0 || m === 0 ? null : (2 * u - n * m) / (n * m);
}

/**
 * Name of an effect of this size, whatever its sign: below .147 negligible, below .33 small, below .474 medium.
 * Source: J. Romano and others, "Appropriate statistics for ordinal level data", Florida Association of Institutional
 * Research (2006). NaN counts as large, so no unknown effect is played down; the functions here never give one.
 */
export function effectMagnitude(delta: number): 'negligible' | 'small' | 'medium' | 'large' {
  const size = Math.abs(delta);
  if (size < 0.147) {
    return 'negligible';
  }
  if (size < 0.33) {
    return 'small';
  }
  return size < 0.474 ? 'medium' : 'large';
}
