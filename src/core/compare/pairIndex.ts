import { mirrored } from './verdict.ts';
import type { PairResult, Verdict } from './types.ts';

/** A tested pair, seen from one of its groups. */
export interface View {
  pair: PairResult;
  /** About the group that looks. */
  verdict: Verdict;
  /** Sample sizes of the group that looks and of the other one. */
  sizes: readonly [number, number];
}

/** How a group fares against a rival; undefined when the two were not tested. */
export type PairIndex = (id: string, rival: string) => View | undefined;

/** Makes the pairs of one metric findable from both sides. */
export function indexPairs(pairs: readonly PairResult[]): PairIndex {
  const views = new Map<string, Map<string, View>>();
  const add = (id: string, rival: string, view: View): void => {
    const ofId = views.get(id) ?? new Map<string, View>();
    views.set(id, ofId.set(rival, view));
  };
  for (const pair of pairs) {
    const { candidate, reference, verdict, nCandidate, nReference } = pair;
    add(candidate, reference, { pair, verdict, sizes: [nCandidate, nReference] });
    add(reference, candidate, { pair, verdict: mirrored(verdict), sizes: [nReference, nCandidate] });
  }
  return (id, rival) => views.get(id)?.get(rival);
}
