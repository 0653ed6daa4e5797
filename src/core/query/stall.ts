/** When a swarm finished work, and when it last showed that it was at work. Epoch ms. */
export interface SwarmActivity {
  /** Times at which tasks or sub-agents finished, in any order. */
  finished: readonly number[];
  /** The latest tool call, model request or finished task. */
  lastSign: number;
}

/** Waits before, from which a swarm's own pace is known. */
const LEAST_WAITS = 4;
/** A wait is a stall once it is so many times the longest before. */
const TIMES_LONGEST = 2;

/**
 * Seconds for which a swarm at work has finished nothing: from the last finished task to the last sign of life. 0 while that is at
 * most twice the longest wait that the swarm took before, and for a swarm that gave no sign since `since`: it has ended, or
 * pauses. Undefined where fewer than five tasks finished: its pace is not known.
 *
 * Only what was recorded counts: the wait ends with the last sign, not with now.
 */
export function stalledSeconds({ finished, lastSign }: SwarmActivity, since: number): number | undefined {
  const times = [...finished].sort((a, b) => a - b);
  const waits = times.slice(1).map((time, index) => time - times[index]);
  const last = times.at(-1);
  if (last === undefined || waits.length < LEAST_WAITS) {
    return undefined;
  }
  const longest = waits.reduce((most, wait) => Math.max(most, wait), 0);
  const wait = lastSign - last;
  return lastSign < since || wait <= longest * TIMES_LONGEST ? 0 : wait / 1000;
}
