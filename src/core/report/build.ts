import type { Comparison, MetricRanking, PairResult } from '../compare/types.ts';
import type { SwarmSummary } from '../metrics/swarm.ts';
import { rankingChart, tasksChart } from './charts.ts';
import { analysisRemarks, anomaliesSection, trendsSection, type ReportAnalyses } from './analyses.ts';
import { left, right, type Block, type ReportDocument, type Section } from './document.ts';
import { formatInterval, formatP, formatRanks, formatTime, formatValue, NOT_MEASURED } from './format.ts';
import { titleOf, type ReportSection, type ReportSpec } from './spec.ts';

/** Everything a report is made of. The same data give the same document. */
export interface ReportData {
  spec: ReportSpec;
  window: { from: number; to: number } | null;
  swarms: SwarmSummary[];
  comparison: Comparison;
  analyses?: ReportAnalyses;
  /** Set when the data are not of real work. */
  demo?: string;
}

export function buildReport(data: ReportData): ReportDocument {
  const { spec, window, swarms, demo } = data;
  return {
    theme: spec.theme,
    title: titleOf(spec),
    subtitle: window
      ? `${swarms.length} ${swarms.length === 1 ? 'swarm' : 'swarms'}, ${formatTime(window.from)} to ${formatTime(window.to)}`
      : 'Nothing was recorded in this window.',
    ...(demo ? { banner: demo } : {}),
    sections: spec.sections.flatMap((section) => sectionOf(section, data)),
  };
}

function sectionOf(section: ReportSection, { swarms, comparison, analyses }: ReportData): Section[] {
  switch (section) {
    case 'overview':
      return [overview(swarms)];
    case 'ranking':
      return comparison.metrics.map(ranking);
    case 'comparison':
      return [findings(comparison)];
    case 'anomalies':
      return [analyses && anomaliesSection(analyses)].flatMap((found) => found ?? []);
    case 'trends':
      return [analyses && trendsSection(analyses)].flatMap((found) => found ?? []);
    case 'quality':
      return [quality(swarms, analyses ? analysisRemarks(analyses) : [])];
    default:
      return [];
  }
}

function overview(swarms: readonly SwarmSummary[]): Section {
  const work = {
    type: 'table' as const,
    caption: 'Finished tasks and sub-agents',
    columns: [
      left('Swarm'),
      left('Topology'),
      ...['Agents', 'Tasks', 'Failed', 'Error rate', 'Mean', 'Median', 'p95', 'n timed'].map(right),
    ],
    rows: swarms.map(({ swarmId, topology, agentCount, tasks }) => [
      swarmId,
      topology ?? 'not known',
      formatValue(agentCount, 'count'),
      formatValue(tasks.total, 'count'),
      formatValue(tasks.failed, 'count'),
      formatValue(tasks.errorRate, 'ratio'),
      formatValue(tasks.duration?.mean, 'ms'),
      formatValue(tasks.duration?.median, 'ms'),
      formatValue(tasks.duration?.p95, 'ms'),
      formatValue(tasks.duration?.n ?? 0, 'count'),
    ]),
  };
  const usage: Block = {
    type: 'table',
    caption: 'Tokens, cost and steps',
    columns: [
      left('Swarm'),
      ...[
        'Input',
        'Output',
        'Cache read',
        'Cache creation',
        'Tokens',
        'Cost',
        'Requests',
        'Failed',
        'Tool calls',
        'Failed',
      ].map(right),
    ],
    rows: swarms.map(({ swarmId, tokens, costUsd, requests, tools }) => [
      swarmId,
      formatValue(tokens?.input, 'tokens'),
      formatValue(tokens?.output, 'tokens'),
      formatValue(tokens?.cacheRead, 'tokens'),
      formatValue(tokens?.cacheCreation, 'tokens'),
      formatValue(tokens?.total, 'tokens'),
      formatValue(costUsd, 'USD'),
      formatValue(requests?.total, 'count'),
      formatValue(requests?.failed, 'count'),
      formatValue(tools?.total, 'count'),
      formatValue(tools?.failed, 'count'),
    ]),
  };
  return { heading: 'Overview', blocks: [...tasksChart(swarms, work.caption), work, usage] };
}

function ranking(metric: MetricRanking): Section {
  const { name, entries, unit, sampleUnit, winner } = metric;
  const caption = `${unit === 'ratio' ? 'Share' : 'Median'} with 95 % interval; n counts ${sampleUnit}s`;
  if (entries.length === 0) {
    return {
      heading: `Ranking by ${name.toLowerCase()}`,
      blocks: [{ type: 'paragraph', text: `${name} was not measured for any of these swarms.` }],
    };
  }
  return {
    heading: `Ranking by ${name.toLowerCase()}`,
    blocks: [
      { type: 'paragraph', text: winner.id === null ? `No single winner: ${winner.reason}` : winner.reason },
      ...rankingChart(metric, caption),
      {
        type: 'table',
        caption,
        columns: [
          right('Rank'),
          left('Swarm'),
          right(unit === 'ratio' ? 'Share' : 'Median'),
          right('95 % interval'),
          right('n'),
          left('Not separable from'),
        ],
        rows: entries.map((entry) => [
          formatRanks(entry.rankLow, entry.rankHigh),
          entry.id,
          formatValue(entry.estimate, unit),
          formatInterval(entry.low, entry.high, unit),
          formatValue(entry.n, 'count'),
          entry.tiedWith.length > 0 ? entry.tiedWith.join(', ') : '–',
        ]),
      },
    ],
  };
}

function findings({ metrics, overallWinner, alpha, tests, baseline, findings: found, notices }: Comparison): Section {
  const pairs = metrics.flatMap((metric) => metric.pairs.map((pair) => ({ pair, metric })));
  const verdict: Block = {
    type: 'paragraph',
    text: overallWinner.id === null ? `No overall winner: ${overallWinner.reason}` : overallWinner.reason,
  };
  const remarks = [...found.map(({ text }) => `${text}.`), ...notices];
  const list: Block[] = remarks.length > 0 ? [{ type: 'list', items: remarks }] : [];
  if (pairs.length === 0) {
    return { heading: 'Comparison', blocks: [verdict, ...list] };
  }
  return {
    heading: 'Comparison',
    blocks: [
      verdict,
      ...list,
      {
        type: 'paragraph',
        text: `${tests} ${tests === 1 ? 'test' : 'tests'}${baseline ? ` against ${baseline}` : ''}, p adjusted by Holm; the chance of any false claim in this table is at most ${formatValue(alpha, 'ratio')}.`,
      },
      {
        type: 'table',
        caption: 'Pairs',
        columns: [
          left('Metric'),
          left('Swarm'),
          left('against'),
          left('Verdict'),
          right('Difference'),
          right('95 % interval'),
          right('Effect'),
          right('p adjusted'),
          right('n'),
        ],
        rows: pairs.map(({ pair, metric }) => pairRow(pair, metric)),
      },
    ],
  };
}

function pairRow(pair: PairResult, { name, unit }: MetricRanking): string[] {
  return [
    name,
    pair.candidate,
    pair.reference,
    pair.verdict,
    formatValue(pair.shift, unit),
    formatInterval(pair.shiftLow, pair.shiftHigh, unit),
    pair.cliffsDelta === null ? 'not comparable' : `${pair.cliffsDelta.toFixed(2)} (${pair.magnitude})`,
    formatP(pair.pAdjusted),
    `${pair.nCandidate} / ${pair.nReference}`,
  ];
}

function quality(swarms: readonly SwarmSummary[], remarks: readonly string[]): Section {
  const items = swarms.map((swarm) => {
    const missing = notMeasured(swarm);
    const gap = missing.length > 0 ? ` ${capital(NOT_MEASURED)}: ${missing.join(', ')}.` : '';
    const name = swarm.inferred ? ' No swarm id was sent; the session stands in for it.' : '';
    return `${swarm.swarmId}: from ${swarm.sources.length > 0 ? swarm.sources.join(', ') : 'no task source'}.${gap}${name}`;
  });
  return {
    heading: 'Data quality',
    blocks: [
      {
        type: 'paragraph',
        text: 'Durations are of completed tasks only. Nothing here is filled in: what no input measured is left open.',
      },
      { type: 'list', items: [...items, ...remarks] },
    ],
  };
}

function notMeasured({ tasks, tokens, costUsd, requests, tools }: SwarmSummary): string[] {
  return [
    ...(tasks.duration ? [] : ['task durations']),
    ...(tokens ? [] : ['tokens']),
    ...(costUsd === undefined ? ['cost'] : []),
    ...(requests?.meanDurationMs === undefined ? ['model request durations'] : []),
    ...(tools ? [] : ['tool calls']),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
