import { expect } from 'vitest';
import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import type { Store } from '../store/store.ts';

/** What is known of the recorded sessions; tests/fixtures/claude-code-transcripts says from where. */
export type Truth = [
  requests: number,
  input: number,
  output: number,
  cacheRead: number,
  cacheCreation: number,
  cost: unknown,
  tools: number,
  failed: number,
  subagents: number,
];

/** To the millionth, as the truth is stated; three sums lie just between two millionths and are given exactly. */
const usd = (value: number): unknown => expect.closeTo(value, 6);

export const OF_SESSION: Record<string, Truth> = {
  '696bcfdf': [29, 879, 5040, 293_389, 23_708, usd(0.229494), 27, 1, 3],
  edafdf4a: [27, 612, 4269, 266_653, 22_700, usd(0.207258), 27, 1, 3],
  b1e4c68b: [27, 715, 5148, 267_100, 21_953, usd(0.218085), 26, 1, 3],
  '86936020': [27, 678, 4575, 279_010, 21_455, usd(0.208484), 26, 1, 3],
  f21790b7: [26, 636, 4007, 273_811, 22_346, usd(0.200858), 26, 9, 3],
  '21aab661': [28, 726, 4951, 272_281, 24_786, usd(0.2036855), 27, 8, 3],
  '0b979a39': [15, 387, 2526, 146_445, 14_030, usd(0.1141335), 14, 2, 2],
};
export const OF_SWARM = {
  atlas: [56, 1491, 9309, 560_042, 46_408, usd(0.436753), 54, 2, 6],
  borealis: [54, 1393, 9723, 546_110, 43_408, usd(0.426569), 52, 2, 6],
  cirrus: [54, 1362, 8958, 546_092, 47_132, usd(0.4045435), 53, 17, 6],
  proto: [15, 387, 2526, 146_445, 14_030, usd(0.1141335), 14, 2, 2],
} satisfies Record<string, Truth>;

export function truthOf({ requests, tokens, costUsd, tools, tasks }: SwarmSummary): Truth {
  return [
    (requests?.total ?? NaN) - (requests?.failed ?? NaN),
    tokens?.input ?? NaN,
    tokens?.output ?? NaN,
    tokens?.cacheRead ?? NaN,
    tokens?.cacheCreation ?? NaN,
    costUsd ?? NaN,
    tools?.total ?? NaN,
    tools?.failed ?? NaN,
    tasks.total,
  ];
}

export async function truth(store: Store): Promise<Record<string, Truth>> {
  return Object.fromEntries((await store.swarms({})).map((swarm) => [swarm.swarmId, truthOf(swarm)]));
}
