/** Uniform numbers from 0 (possible) to 1 (never), with 53 random bits each. */
export type Random = () => number;

const WARM_UP = 12;

/**
 * A generator that gives the same numbers for the same seed everywhere. Source: C. Doty-Humphrey, PractRand (2014),
 * sfc32: 128 bits of state, two words a number.
 * @param seed any integer; only its lowest 32 bits count
 * @param stream words that tell generators of the same seed apart, such as the id of a group
 */
export function seededRandom(seed: number, stream = ''): Random {
  let a = seed | 0;
  let b = hashOf(stream, 0x811c9dc5);
  let c = hashOf(stream, 0x9e3779b9);
  let counter = 1;
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < WARM_UP; i++) {
    word();
  }
  return () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
}

/** FNV-1a over the code units. */
function hashOf(text: string, basis: number): number {
  let hash = basis | 0;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash;
}

/** One value of the standard normal distribution. Source: G. Marsaglia and T. A. Bray, SIAM Review 6 (1964). */
export function normalDraw(random: Random): number {
  for (;;) {
    const x = 2 * random() - 1;
    const y = 2 * random() - 1;
    const square = x * x + y * y;
    if (square < 1 && square > 0) {
      return x * Math.sqrt((-2 * Math.log(square)) / square);
    }
  }
}

/** One value of the exponential distribution with mean 1. */
export function exponentialDraw(random: Random): number {
  return -Math.log(1 - random());
}

/**
 * One value of the gamma distribution with scale 1. Source: G. Marsaglia and W. W. Tsang, "A simple method for
 * generating gamma variables", ACM TOMS 26 (2000).
 * @param shape above 0
 */
export function gammaDraw(random: Random, shape: number): number {
  if (shape < 1) {
    return gammaDraw(random, shape + 1) * (1 - random()) ** (1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalDraw(random);
    const root = 1 + c * x;
    if (root <= 0) {
      continue;
    }
    const v = root * root * root;
    const u = 1 - random();
    const square = x * x;
    // The squeeze accepts nearly all without a logarithm.
    if (u < 1 - 0.0331 * square * square || Math.log(u) < 0.5 * square + d - d * v + d * Math.log(v)) {
      return d * v;
    }
  }
}

/** One value of the beta distribution, from 0 to 1. @param a above 0 @param b above 0 */
export function betaDraw(random: Random, a: number, b: number): number {
  const x = gammaDraw(random, a);
  return x / (x + gammaDraw(random, b));
}
