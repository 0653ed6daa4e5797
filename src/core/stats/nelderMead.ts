/** How far a point moves through the middle of the others: reflected, stretched, drawn in. */
const REFLECT = 1;
const EXPAND = 2;
const CONTRACT = 0.5;

export interface Minimum {
  point: Float64Array;
  value: number;
}

/**
 * Downhill simplex search for a minimum, without derivatives. Deterministic; it ends after `evaluations` values or when
 * the simplex is flat. Source: J. Nelder and R. Mead, "A simplex method for function minimization", The Computer
 * Journal 7 (1965), with the coefficients 1, 2, ½, ½.
 * @param objective a NaN counts as infinitely bad
 * @param start first corner
 * @param steps distance of the other corners from it, one a dimension, none 0
 */
export function nelderMead(
  objective: (point: Float64Array) => number,
  start: ArrayLike<number>,
  steps: ArrayLike<number>,
  evaluations: number
): Minimum {
  let left = evaluations;
  const measure = (point: Float64Array): Minimum => {
    left--;
    const value = objective(point);
    return { point, value: Number.isNaN(value) ? Infinity : value };
  };
  const corners = [measure(Float64Array.from(start))];
  for (let d = 0; d < start.length; d++) {
    const corner = Float64Array.from(start);
    corner[d] += steps[d];
    corners.push(measure(corner));
  }
  const last = corners.length - 1;
  for (;;) {
    corners.sort((a, b) => a.value - b.value);
    const best = corners[0];
    const worst = corners[last];
    if (left <= 0 || !(worst.value - best.value > 1e-12 * Math.abs(best.value))) {
      return best;
    }
    const middle = middleOf(corners, last);
    const reflected = measure(along(middle, worst.point, -REFLECT));
    if (reflected.value < best.value) {
      const expanded = measure(along(middle, worst.point, -EXPAND));
      corners[last] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < corners[last - 1].value) {
      corners[last] = reflected;
    } else {
      const outside = reflected.value < worst.value;
      const contracted = measure(along(middle, worst.point, outside ? -CONTRACT : CONTRACT));
      if (contracted.value < Math.min(worst.value, reflected.value)) {
        corners[last] = contracted;
      } else {
        for (let i = 1; i <= last; i++) {
          corners[i] = measure(along(best.point, corners[i].point, CONTRACT));
        }
      }
    }
  }
}

function middleOf(corners: readonly Minimum[], count: number): Float64Array {
  const middle = new Float64Array(corners[0].point.length);
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < middle.length; d++) {
      middle[d] += corners[i].point[d] / count;
    }
  }
  return middle;
}

/** Point at `share` of the way from `from` to `to`; a negative share lies on the other side. */
function along(from: Float64Array, to: Float64Array, share: number): Float64Array {
  return from.map((value, d) => value + share * (to[d] - value));
}
