import { z } from 'zod';

/**
 * One input, as `inputs` in performance-config.json lists it and `POST /api/v1/inputs` takes it. OTLP over HTTP and pushing
 * need no entry: they are always there.
 */
const path = z.string().min(1).max(4096);
const httpUrl = z.url({ protocol: /^https?$/ });
const milliseconds = z.number().int().min(100).max(3_600_000);
const name = z.string().min(1).max(1024);

/** A claude-flow 3.x project folder. */
const claudeFlow = z.strictObject({ kind: z.literal('claude-flow'), folder: path });

/** A claude-flow 2.x project folder. */
const claudeFlow2 = z.strictObject({ kind: z.literal('claude-flow-2'), folder: path });

/** claude-flow's MCP server over HTTP. It does not say which swarm a task is of: `swarm` does, where there is only one. */
const claudeFlowMcp = z.strictObject({
  kind: z.literal('claude-flow-mcp'),
  url: httpUrl,
  intervalMs: milliseconds.default(5000),
  swarm: name.optional(),
});

/** Claude Code's transcripts. `swarms` maps a session id or the name of a project's folder to its swarm. */
const transcripts = z.strictObject({
  kind: z.literal('claude-code-transcripts'),
  folder: path.default('~/.claude/projects'),
  swarms: z.record(name, name).default({}),
});

/** OTLP over gRPC, beside the HTTP that is always there. */
const otlpGrpc = z.strictObject({
  kind: z.literal('otlp-grpc'),
  port: z.number().int().min(0).max(65_535).default(4317),
});

/** One series to read: a PromQL selector or expression, and what it measures. */
const series = z.strictObject({
  query: z.string().min(1).max(4096),
  metricType: name,
  /** Multiplies the value into the unit that the metric is kept in, such as 1000 for seconds. */
  factor: z.number().positive().default(1),
  /** A counter is read as its increase over each step, a gauge as it is. */
  type: z.enum(['counter', 'gauge']).default('counter'),
});

/** A Prometheus, VictoriaMetrics or Mimir that already has metrics of Claude Code or claude-flow. */
const prometheus = z.strictObject({
  kind: z.literal('prometheus'),
  url: httpUrl,
  intervalMs: milliseconds.default(60_000),
  /** How far back the first reading goes, ms. */
  backfillMs: z
    .number()
    .int()
    .min(0)
    .max(366 * 86_400_000)
    .default(3_600_000),
  /** Label that holds the swarm; without it `swarm` names one for everything. */
  swarmLabel: name.default('swarm_id'),
  swarm: name.optional(),
  agentLabel: name.optional(),
  /** Series beside the built-in ones. */
  series: z.array(series).max(200).default([]),
  headers: z.record(name, z.string().max(8192)).default({}),
});

export const inputConfigSchema = z.discriminatedUnion('kind', [
  claudeFlow,
  claudeFlow2,
  claudeFlowMcp,
  transcripts,
  otlpGrpc,
  prometheus,
]);

export type InputConfig = z.output<typeof inputConfigSchema>;
export type InputKind = InputConfig['kind'];
export type InputConfigOf<K extends InputKind> = Extract<InputConfig, { kind: K }>;
