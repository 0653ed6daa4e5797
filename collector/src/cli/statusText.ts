import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import type { InputStatus } from '../ingest/account.ts';
import type { Place } from './command.ts';
import type { Status } from './statusCommand.ts';
import { age, count, painter, printable, span, table, type Paint } from './text.ts';

/** Swarms that are shown; the others are counted. */
const MOST_SWARMS = 10;

/** The status as a person reads it. */
export function statusText(status: Status, place: Pick<Place, 'colour'>, now: number): string {
  const paint = painter(place);
  const { tasks, steps, samples } = status.records;
  const state = status.state === 'ready' ? `up ${span(status.uptime)}` : status.state;
  const read = status.progress ? `, ${status.progress.read} of ${status.progress.inputs} inputs read` : '';
  return [
    `${paint('bold', `Claude-Flow Performance ${status.version}`)} at ${status.url}: ${status.overall}, ${state}${read}`,
    ...(status.demo
      ? [paint('yellow', 'Demo: a replayed recording of a stub model. It ends with the first real record.')]
      : []),
    '',
    ...inputLines(status.inputs, paint, now),
    '',
    `Stored: ${count(tasks)} tasks and sub-agents, ${count(steps)} requests and tool calls, ${count(samples)} samples${status.demo ? ' (demo)' : ''}`,
    '',
    ...swarmLines(status.swarms, now),
  ].join('\n');
}

function inputLines(inputs: readonly InputStatus[], paint: Paint, now: number): string[] {
  const rows = inputs.map(({ id, state, lastEventAt, counts }) => [
    printable(id),
    state,
    lastEventAt === undefined ? '-' : age(lastEventAt, now),
    count(counts.received),
    count(counts.stored),
    count(counts.duplicates),
    count(rejectedOf(counts.rejected)),
  ]);
  const lines = table(['INPUT', 'STATE', 'LAST EVENT', 'RECEIVED', 'STORED', 'DUPLICATES', 'REJECTED'], rows);
  return [lines[0] ?? '', ...inputs.flatMap((input, index) => [lines[index + 1] ?? '', ...remarks(input, paint)])];
}

function remarks({ state, reason, progress, counts, examples }: InputStatus, paint: Paint): string[] {
  const reasons = Object.entries(counts.rejected).map(([name, number]) => `${name} ${count(number)}`);
  return [
    ...(reason !== undefined && state !== 'ok'
      ? [paint(state === 'degraded' ? 'red' : 'dim', `  ${state}: ${printable(reason)}`)]
      : []),
    ...(progress === undefined ? [] : [`  reading what was there: ${Math.floor(progress * 100)} %`]),
    ...(reasons.length === 0 ? [] : [paint('yellow', `  rejected: ${reasons.join(', ')}`)]),
    ...examples.slice(0, 3).map(({ message }) => `    e.g. ${printable(message)}`),
  ];
}

function swarmLines(swarms: readonly SwarmSummary[], now: number): string[] {
  if (swarms.length === 0) {
    return ['No swarms yet. "claude-flow-perf doctor" says what is missing.'];
  }
  const latest = [...swarms].sort((a, b) => (b.lastSeen ?? -Infinity) - (a.lastSeen ?? -Infinity));
  const rows = latest
    .slice(0, MOST_SWARMS)
    .map(({ swarmId, topology, tasks, tokens, costUsd, lastSeen }) => [
      printable(swarmId).slice(0, 40),
      topology === undefined ? '-' : printable(topology),
      count(tasks.completed),
      count(tasks.failed),
      tokens === undefined ? '-' : count(tokens.total),
      costUsd === undefined ? '-' : `$${costUsd.toFixed(4)}`,
      lastSeen === undefined ? '-' : age(lastSeen, now),
    ]);
  const more = swarms.length - rows.length;
  return [
    ...table(['SWARM', 'TOPOLOGY', 'COMPLETED', 'FAILED', 'TOKENS', 'COST', 'LAST EVENT'], rows),
    ...(more > 0 ? [`and ${count(more)} more`] : []),
  ];
}

function rejectedOf(rejected: InputStatus['counts']['rejected']): number {
  return Object.values(rejected).reduce((total, number) => total + number, 0);
}
