const INV_SQRT_2PI = 0.3989422804014327;
/** Beyond this the middle approximation gives way to the asymptotic one. */
const FAR_TAIL = Math.sqrt(32);
const CENTRE = 0.67448975;
/** The area above is smaller than the smallest double. */
const NOTHING_LEFT = 39;

const CENTRE_NUMERATOR = [
  0.06568233791820745, 2.235252035460684, 161.02823106855587, 1067.6894854603709, 18154.98125334356,
];
const CENTRE_DENOMINATOR = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];

const TAIL_NUMERATOR = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
  2494.537585290373, 6848.190450536283, 11602.65143764735, 9842.714838383978,
];
const TAIL_DENOMINATOR = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598,
  38912.00328609327, 19685.429676859992,
];

const FAR_NUMERATOR = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
  2.9112874951168793e-5,
];
const FAR_DENOMINATOR = [
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892855, 0.0037823963320275824, 7.297515550839662e-5,
];

/**
 * Share of the standard normal distribution at or below z, to about 15 digits also in the lower tail.
 * Source: W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969).
 * NaN gives NaN.
 */
export function normalCdf(z: number): number {
  if (Math.abs(z) <= CENTRE) {
    return 0.5 + centreArea(z);
  }
  return z < 0 ? tailArea(-z) : 1 - tailArea(z);
}

/** Share of the standard normal distribution above z, to about 15 digits also in the upper tail; see `normalCdf`. */
export function normalSurvival(z: number): number {
  return normalCdf(-z);
}

/** Area between 0 and z, for |z| <= CENTRE. */
function centreArea(z: number): number {
  const square = z * z;
  return (z * polynomial(CENTRE_NUMERATOR, square)) / polynomial(CENTRE_DENOMINATOR, square);
}

/** Area above z, for z > CENTRE. */
function tailArea(z: number): number {
  if (z > NOTHING_LEFT) {
    return 0;
  }
  // exp(-z²/2) in two factors: the square of z cut to a sixteenth is exact, so the large exponent carries no error.
  const cut = Math.trunc(z * 16) / 16;
  const density = Math.exp(-0.5 * cut * cut) * Math.exp(-0.5 * (z - cut) * (z + cut));
  if (z <= FAR_TAIL) {
    return (density * polynomial(TAIL_NUMERATOR, z)) / polynomial(TAIL_DENOMINATOR, z);
  }
  const inverse = 1 / (z * z);
  const correction = (inverse * polynomial(FAR_NUMERATOR, inverse)) / polynomial(FAR_DENOMINATOR, inverse);
  return (density * (INV_SQRT_2PI - correction)) / z;
}

/** Value at x of the polynomial with these coefficients, highest power first. */
export function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) {
    value = value * x + coefficient;
  }
  return value;
}
