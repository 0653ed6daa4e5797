import type { TokenCounts } from './records.ts';

/** What is known of a swarm, summed over everything stored. Absent values were never measured. */
export interface SwarmSummary {
  swarmId: string;
  /** True when the sender named no swarm and its session or project stands in for it. */
  inferred: boolean;
  topology?: string;
  strategy?: string;
  status?: string;
  agentCount?: number;
  sources: string[];
  firstSeen?: number;
  lastSeen?: number;
  tasks: {
    total: number;
    completed: number;
    failed: number;
    cancelled: number;
    /** failed / (failed + completed), absent when nothing has finished. */
    errorRate?: number;
    /** Of completed tasks and sub-agents whose duration is known, in ms. */
    duration?: { n: number; mean: number; median: number; p95: number; min: number; max: number };
  };
  requests?: { total: number; failed: number; meanDurationMs?: number };
  tools?: { total: number; failed: number };
  tokens?: TokenCounts & { total: number };
  costUsd?: number;
  /** Present when a sender kept only a sample: counts, tokens and cost are then scaled up and so estimated. */
  sampled?: true;
}
