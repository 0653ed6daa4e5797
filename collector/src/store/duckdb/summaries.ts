import { UNASSIGNED_SWARM } from '../../../../src/core/metrics/records.ts';
import type { SwarmSummary } from '../../../../src/core/metrics/swarm.ts';
import { number, text } from './results.ts';
import type { QueryResult } from './run.ts';

type Row = Record<string, string | number | boolean | null>;

interface SwarmResults {
  work: QueryResult;
  usage: QueryResult;
  samples: QueryResult;
  descriptions: QueryResult;
}

/**
 * Joins what the four statements say about each swarm. `everything`: no time range and no filter was asked for, so a
 * swarm counts even when nothing has happened in it yet.
 */
export function toSummaries(results: SwarmResults, everything: boolean): SwarmSummary[] {
  const [work, usage, samples, descriptions] = [results.work, results.usage, results.samples, results.descriptions].map(
    bySwarm
  );
  const active = [
    ...new Set(
      [work, usage, samples, everything ? descriptions : undefined].flatMap((rows) => [...(rows?.keys() ?? [])])
    ),
  ];
  return active
    .sort()
    .map((swarmId) =>
      summary(swarmId, work?.get(swarmId), usage?.get(swarmId), samples?.get(swarmId), descriptions?.get(swarmId))
    )
    .filter(isSwarm);
}

/** Samples of the host belong to no swarm; "unassigned" is one only where there is work that nobody claims. */
function isSwarm({ swarmId, tasks, requests, tools, tokens }: SwarmSummary): boolean {
  return (
    swarmId !== UNASSIGNED_SWARM ||
    tasks.total > 0 ||
    requests !== undefined ||
    tools !== undefined ||
    tokens !== undefined
  );
}

function summary(
  swarmId: string,
  work: Row = {},
  usage: Row = {},
  samples: Row = {},
  description: Row = {}
): SwarmSummary {
  const value = (row: Row, name: string) => number(row[name]) ?? undefined;
  const count = (name: string) => value(work, name) ?? 0;
  const [completed, failed, cancelled] = [count('completed'), count('failed'), count('cancelled')];
  const judged = count('completed_known') + failed;
  const whole = { completed: Math.round(completed), failed: Math.round(failed), cancelled: Math.round(cancelled) };
  const sources = [work, description]
    .flatMap((row) => (text(row['sources']) ?? '').split(','))
    .filter((source) => source !== '');
  const all: SwarmSummary = {
    swarmId,
    inferred: [work, description].some((row) => row['inferred'] === true) && description['inferred'] !== false,
    topology: text(description['topology']) ?? undefined,
    strategy: text(description['strategy']) ?? undefined,
    status: text(description['status']) ?? undefined,
    agentCount: value(description, 'agent_count') ?? positive(value(work, 'agents')),
    sources: [...new Set(sources)].sort(),
    firstSeen: smallest([
      value(work, 'first_seen'),
      value(usage, 'first_seen'),
      value(samples, 'first_seen'),
      value(description, 'created_at'),
    ]),
    lastSeen:
      largest([value(work, 'last_seen'), value(usage, 'last_seen'), value(samples, 'last_seen')]) ??
      value(description, 'created_at'),
    tasks: {
      total: whole.completed + whole.failed + whole.cancelled,
      ...whole,
      ...(judged > 0 ? { errorRate: failed / judged } : {}),
      ...(duration(work) ? { duration: duration(work) } : {}),
    },
    requests: steps(work, 'requests'),
    tools: steps(work, 'tools'),
    tokens: tokens(usage),
    costUsd: value(usage, 'cost_usd'),
    sampled: work['sampled'] === true || usage['sampled'] === true ? true : undefined,
  };
  return withoutUndefined(all);
}

function duration(work: Row): SwarmSummary['tasks']['duration'] {
  const [n, mean, median, p95, min, max] = ['n', 'mean', 'median', 'p95', 'min', 'max'].map((name) =>
    number(work[`duration_${name}`])
  );
  return n && mean != null && median != null && p95 != null && min != null && max != null
    ? { n, mean, median, p95, min, max }
    : undefined;
}

function steps(
  work: Row,
  name: 'requests' | 'tools'
): { total: number; failed: number; meanDurationMs?: number } | undefined {
  const total = Math.round(number(work[name]) ?? 0);
  const mean = name === 'requests' ? number(work['request_duration']) : null;
  return total > 0
    ? {
        total,
        failed: Math.round(number(work[`${name}_failed`]) ?? 0),
        ...(mean === null ? {} : { meanDurationMs: mean }),
      }
    : undefined;
}

function tokens(usage: Row): SwarmSummary['tokens'] {
  const total = number(usage['tokens_total']);
  return total === null
    ? undefined
    : withoutUndefined({
        total,
        input: number(usage['tokens_input']) ?? undefined,
        output: number(usage['tokens_output']) ?? undefined,
        cacheRead: number(usage['tokens_cache_read']) ?? undefined,
        cacheCreation: number(usage['tokens_cache_creation']) ?? undefined,
      });
}

function bySwarm({ rows, columns }: QueryResult): Map<string, Row> {
  const result = new Map<string, Row>();
  for (let row = 0; row < rows; row++) {
    const record: Row = Object.fromEntries(columns.map((column) => [column.name, column.values[row] ?? null]));
    result.set(String(record['swarm']), record);
  }
  return result;
}

/** What is not known has no field at all, so that nobody reads it as a value. */
function withoutUndefined<T extends object>(object: T): T {
  for (const key of Object.keys(object)) {
    if (object[key as keyof T] === undefined) {
      delete object[key as keyof T];
    }
  }
  return object;
}

const positive = (value: number | undefined) => (value !== undefined && value > 0 ? value : undefined);
const known = (values: Array<number | undefined>) => values.filter((value): value is number => value !== undefined);
const smallest = (values: Array<number | undefined>) =>
  known(values).length > 0 ? Math.min(...known(values)) : undefined;
const largest = (values: Array<number | undefined>) =>
  known(values).length > 0 ? Math.max(...known(values)) : undefined;
