import { binomialPmf, NEGLIGIBLE } from './binomial.ts';
import { checkShare, type Share } from './proportion.ts';

/** Tables this little more likely than the observed one count as equally likely, as in R's `fisher.test`. */
const RELATIVE_TOLERANCE = 1e-7;

/** Marked units among those drawn, without replacement, from an urn with `marked` and `unmarked` units. */
interface Urn {
  marked: number;
  unmarked: number;
  drawn: number;
}

/**
 * Fisher's exact test that two shares are equal, two-sided: the summed probability of all tables with the same margins
 * that are at most as likely as the observed one. Time grows with the square root of the totals. An empty group, or no
 * event in either, or nothing but events: p = 1. Source: R. A. Fisher, "Statistical Methods for Research Workers"
 * (1934); two-sided rule and tolerance of R.
 * @throws RangeError when the counts are not shares
 */
export function fisherExact(first: Share, second: Share): number {
  checkShare(first);
  checkShare(second);
  const urn: Urn = { marked: first.total, unmarked: second.total, drawn: first.count + second.count };
  const least = Math.max(0, urn.drawn - urn.unmarked);
  const most = Math.min(urn.marked, urn.drawn);
  const mode = Math.floor(((urn.drawn + 1) * (urn.marked + 1)) / (urn.marked + urn.unmarked + 2));
  const limit = hypergeometricPmf(first.count, urn) * (1 + RELATIVE_TOLERANCE);
  if (least === most || hypergeometricPmf(mode, urn) <= limit) {
    return 1;
  }
  const isRare = (x: number): boolean => hypergeometricPmf(x, urn) <= limit;
  const lowerEnd = least - 1 + countWhile(mode - least, (i) => isRare(least + i));
  const upperEnd = most + 1 - countWhile(most - mode, (i) => isRare(most - i));
  return Math.min(1, sumDown(lowerEnd, urn) + sumUp(upperEnd, urn));
}

/**
 * Probability of x marked units in the draw, to about 13 digits. Source: C. Loader (2000), as R's `dhyper`: a product
 * of three binomial probabilities, which avoids the cancellation of large log factorials. Every step treats both groups
 * alike, so that swapping them gives the same to the last bit. The urn is not empty.
 */
function hypergeometricPmf(x: number, { marked, unmarked, drawn }: Urn): number {
  const all = marked + unmarked;
  const p = drawn / all;
  const q = (all - drawn) / all;
  return (binomialPmf(x, marked, p, q) * binomialPmf(drawn - x, unmarked, p, q)) / binomialPmf(drawn, all, p, q);
}

/** How many of the numbers 0 to length - 1 hold, given that they hold up to some point and not after it. */
function countWhile(length: number, holds: (i: number) => boolean): number {
  let from = 0;
  let to = length;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}

/** The terms end by themselves: the last one is multiplied by 0. */
function sumDown(start: number, { marked, unmarked, drawn }: Urn): number {
  let term = hypergeometricPmf(start, { marked, unmarked, drawn });
  let sum = term;
  for (let x = start; term > sum * NEGLIGIBLE; x--) {
    term *= (x / (marked - x + 1)) * ((unmarked - drawn + x) / (drawn - x + 1));
    sum += term;
  }
  return sum;
}

function sumUp(start: number, { marked, unmarked, drawn }: Urn): number {
  return sumDown(drawn - start, { marked: unmarked, unmarked: marked, drawn });
}
