import type { ReportData } from '../../../src/core/report/build.ts';
import { formatTime, formatValue } from '../../../src/core/report/format.ts';
import { titleOf } from '../../../src/core/report/spec.ts';
import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import type { Unit } from '../../../src/core/metrics/units.ts';
import type { Message } from './message.ts';

const MOST_FINDINGS = 3;
const MOST_ANOMALIES = 5;
const MOST_NAMED = 10;

/** What a report says in a few lines. What nobody measured is not mentioned; where only some did, how many. */
export function reportMessage(data: ReportData, link?: string): Message {
  const { spec, window, swarms, comparison, analyses, demo } = data;
  const critical = (analyses?.swarms ?? []).flatMap(({ swarmId, anomalies }) =>
    anomalies.filter(({ severity }) => severity === 'critical').map(({ description }) => `${swarmId}: ${description}`)
  );
  const { overallWinner, findings } = comparison;
  const verdict = overallWinner.id === null ? `No overall winner: ${overallWinner.reason}` : overallWinner.reason;
  return {
    title: titleOf(spec),
    subtitle: window
      ? `${formatTime(window.from)} to ${formatTime(window.to)}`
      : 'Nothing was recorded in this window.',
    tone: critical.length > 0 ? 'bad' : 'neutral',
    facts: swarms.length > 0 ? factsOf(swarms) : [],
    lines: [
      ...(demo === undefined ? [] : [demo]),
      ...(swarms.length > 0 ? [namesOf(swarms)] : []),
      ...(swarms.length > 1 ? [verdict] : []),
      ...critical.slice(0, MOST_ANOMALIES).map((text) => `Critical: ${text}`),
      ...(critical.length > MOST_ANOMALIES ? [`${critical.length - MOST_ANOMALIES} more critical anomalies.`] : []),
      ...findings.slice(0, MOST_FINDINGS).map(({ text }) => `${text}.`),
    ],
    ...(link === undefined ? {} : { link }),
  };
}

function namesOf(swarms: readonly SwarmSummary[]): string {
  const names = swarms.slice(0, MOST_NAMED).map(({ swarmId }) => swarmId);
  const more = swarms.length - names.length;
  return `${swarms.length === 1 ? 'Swarm' : 'Swarms'}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function factsOf(swarms: readonly SwarmSummary[]): Message['facts'] {
  const total = (of: (swarm: SwarmSummary) => number) => swarms.reduce((sum, swarm) => sum + of(swarm), 0);
  const completed = total(({ tasks }) => tasks.completed);
  const failed = total(({ tasks }) => tasks.failed);
  const known = (title: string, unit: Unit, of: (swarm: SwarmSummary) => number | undefined) => {
    const values = swarms.flatMap((swarm) => of(swarm) ?? []);
    const some = values.length < swarms.length ? ` (${values.length} of ${swarms.length} swarms)` : '';
    const sum = values.reduce((all, value) => all + value, 0);
    return values.length === 0 ? [] : [{ title, value: `${formatValue(sum, unit)}${some}` }];
  };
  return [
    { title: 'Swarms', value: formatValue(swarms.length, 'count') },
    { title: 'Tasks', value: `${formatValue(completed, 'count')} completed, ${formatValue(failed, 'count')} failed` },
    ...(completed + failed > 0
      ? [{ title: 'Error rate', value: formatValue(failed / (failed + completed), 'ratio') }]
      : []),
    ...known('Cost', 'USD', ({ costUsd }) => costUsd),
    ...known('Tokens', 'tokens', ({ tokens }) => tokens?.total),
  ];
}
