import { mirrored } from '../../core/compare/verdict.ts';
import type { PairResult, Verdict } from '../../core/compare/types.ts';
import type { WithinNotes } from './model.ts';

/** A tested pair as it is shown: the verdict is about `candidate`, held against `reference`. */
export interface PairView {
  /** Unique among the pairs of a metric. */
  key: string;
  candidate: string;
  reference: string;
  verdict: Verdict;
  shift: number | null;
  low: number | null;
  high: number | null;
  ratio: number | null;
  cliffsDelta: number | null;
  magnitude: PairResult['magnitude'];
  pAdjusted: number;
  sizes: readonly [number, number];
  /** Set where units of the same type were compared: over how many types, and what all together would have said. */
  within?: { types: number; pooled: Verdict | null };
}

/** Every pair as it was tested, or, with a baseline, each other group held against it. */
export function viewsOf(pairs: readonly PairResult[], baseline: string | undefined, within: WithinNotes): PairView[] {
  const views = pairs.map((pair, index) => viewOf(pair, index, within));
  return baseline === undefined
    ? views
    : views.flatMap((view) => {
        if (view.reference === baseline) {
          return [view];
        }
        return view.candidate === baseline ? [reversed(view)] : [];
      });
}

function viewOf(pair: PairResult, index: number, within: WithinNotes): PairView {
  const { candidate, reference, verdict, shift, shiftLow, shiftHigh, ratio, cliffsDelta, magnitude, pAdjusted } = pair;
  const note = within.get(pair);
  return {
    key: String(index),
    candidate,
    reference,
    verdict,
    shift,
    low: shiftLow,
    high: shiftHigh,
    ratio,
    cliffsDelta,
    magnitude,
    pAdjusted,
    sizes: [pair.nCandidate, pair.nReference],
    ...(note ? { within: note } : {}),
  };
}

/** The same finding about the other group. */
function reversed(view: PairView): PairView {
  const { candidate, reference, verdict, shift, low, high, ratio, cliffsDelta, sizes, within } = view;
  return {
    ...view,
    candidate: reference,
    reference: candidate,
    verdict: mirrored(verdict),
    shift: negative(shift),
    low: negative(high),
    high: negative(low),
    ratio: ratio === null || ratio === 0 ? null : 1 / ratio,
    cliffsDelta: negative(cliffsDelta),
    sizes: [sizes[1], sizes[0]],
    ...(within ? { within: { ...within, pooled: within.pooled === null ? null : mirrored(within.pooled) } } : {}),
  };
}

/** Plus 0: a zero is never -0, which readers would see as a sign. */
function negative(value: number | null): number | null {
  return value === null ? null : 0 - value + 0;
}
