/** What the README beside the recorded claude-flow project says. */
export const FLOW = [
  {
    topology: 'hierarchical',
    tasks: 24,
    failed: 1,
    mean: 229,
    p95: 396,
    tokens: 25_745,
    input: 12_508,
    output: 13_237,
  },
  { topology: 'mesh', tasks: 24, failed: 2, mean: 492, p95: 823, tokens: 34_843, input: 12_429, output: 22_414 },
  { topology: 'star', tasks: 24, failed: 3, mean: 260, p95: 373, tokens: 23_173, input: 12_268, output: 10_905 },
];

/** What the README beside the recorded OTLP exports says. */
export const OTLP = [
  {
    swarm: 'swarm-1',
    topology: 'mesh',
    cost: '0.0639',
    input: 1681,
    output: 2189,
    cacheRead: 113_500,
    cacheCreation: 1120,
    tools: 13,
    toolsFailed: 2,
  },
  {
    swarm: 'swarm-2',
    topology: 'hierarchical',
    cost: '0.0604',
    input: 2890,
    output: 5010,
    cacheRead: 315_000,
    cacheCreation: 800,
    tools: 12,
    toolsFailed: 2,
  },
  {
    swarm: 'swarm-3',
    topology: 'hierarchical',
    cost: '0.2466',
    input: 4090,
    output: 7810,
    cacheRead: 515_000,
    cacheCreation: 800,
    tools: 12,
    toolsFailed: 2,
  },
];

/** A swarm in an answer, as far as the tests look. */
export interface Summary {
  swarmId: string;
  topology?: string;
  agentCount?: number;
  tasks: { total: number; completed: number; failed: number; duration?: { mean: number; p95: number } };
  tokens?: Record<string, number>;
  costUsd?: number;
  requests?: { total: number };
  tools?: { total: number; failed: number };
}
