import type { SwarmSummary } from '../../core/metrics/swarm.ts';

/** A swarm of which everything was measured. */
export const MEASURED: SwarmSummary = {
  swarmId: 'mesh-1',
  inferred: false,
  topology: 'mesh',
  sources: ['claude-code/events'],
  firstSeen: 1_700_000_000_000,
  lastSeen: 1_700_000_600_000,
  tasks: {
    total: 40,
    completed: 38,
    failed: 2,
    cancelled: 0,
    errorRate: 0.05,
    duration: { n: 38, mean: 41_234, median: 39_000, p95: 80_000, min: 900, max: 99_000 },
  },
  tokens: { total: 120_000, input: 90_000, output: 30_000 },
  costUsd: 1.5,
};

/** A swarm of which only the number of tasks is known. */
export const BARE: SwarmSummary = {
  swarmId: 'star-1',
  inferred: false,
  sources: ['claude-flow-3/tasks'],
  tasks: { total: 3, completed: 0, failed: 0, cancelled: 3 },
};
