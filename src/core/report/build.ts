import type { Comparison, MetricRanking, PairResult } from '../compare/types.ts';
import type { SwarmSummary } from '../metrics/swarm.ts';
import { rankingChart, tasksChart } from './charts.ts';
import { analysisRemarks, anomaliesSection, trendsSection, type ReportAnalyses } from './analyses.ts';
import {
  cellOf,
  intervalCell,
  intervalColumn,
  left,
  pCell,
  ranksCell,
  ranksColumn,
  right,
  valueCell,
  valueColumn,
} from './cells.ts';
import type { Block, Cell, ReportDocument, Section } from './document.ts';
import { formatTime, formatValue, NOT_MEASURED } from './format.ts';
import {
  recommendationsSection,
  statisticsSection,
  usageSection,
  type ReportUsage,
  type StatisticsRow,
} from './details.ts';
import { periodsSection, type PeriodComparison } from './periods.ts';
import { titleOf, type ReportSection, type ReportSpec } from './spec.ts';

/** Everything a report is made of. The same data give the same document. */
export interface ReportData {
  /** Hash of everything else here. */
  id: string;
  spec: ReportSpec;
  window: { from: number; to: number } | null;
  swarms: SwarmSummary[];
  comparison: Comparison;
  analyses?: ReportAnalyses;
  /** Where the spec has the sections. */
  usage?: ReportUsage;
  statistics?: StatisticsRow[];
  /** Where the spec says `compareWith`. */
  periods?: PeriodComparison;
  /** Set when the data are not of real work. */
  demo?: string;
}

export function buildReport(data: ReportData): ReportDocument {
  const { id, spec, window, swarms, demo } = data;
  const { footer } = spec.branding;
  return {
    theme: spec.theme,
    title: titleOf(spec),
    subtitle: window
      ? `${swarms.length} ${swarms.length === 1 ? 'swarm' : 'swarms'}, ${formatTime(window.from)} to ${formatTime(window.to)}`
      : 'Nothing was recorded in this window.',
    ...(demo ? { banner: demo } : {}),
    sections: spec.sections.flatMap((section) => sectionOf(section, data)),
    ...(footer === undefined ? {} : { footer }),
    id,
  };
}

function sectionOf(section: ReportSection, data: ReportData): Section[] {
  const { swarms, comparison, analyses, periods, usage, statistics, window } = data;
  switch (section) {
    case 'overview':
      return [overview(swarms)];
    case 'ranking':
      return comparison.metrics.map(ranking);
    case 'comparison':
      return [findings(comparison), ...(periods ? [periodsSection(periods)] : [])];
    case 'anomalies':
      return [analyses && anomaliesSection(analyses)].flatMap((found) => found ?? []);
    case 'trends':
      return [analyses && trendsSection(analyses)].flatMap((found) => found ?? []);
    case 'quality':
      return [quality(swarms, analyses ? analysisRemarks(analyses) : [])];
    case 'recommendations':
      return analyses ? [recommendationsSection(analyses)] : [];
    case 'usage':
      return usage ? [usageSection(usage)] : [];
    case 'statistics':
      return [statistics && statisticsSection(statistics, window)].flatMap((found) => found ?? []);
  }
}

function overview(swarms: readonly SwarmSummary[]): Section {
  const work = {
    type: 'table' as const,
    caption: 'Finished tasks and sub-agents',
    columns: [
      left('Swarm'),
      left('Topology'),
      valueColumn('Agents', 'count'),
      valueColumn('Tasks', 'count'),
      valueColumn('Failed', 'count'),
      valueColumn('Error rate', 'ratio'),
      valueColumn('Mean', 'ms', 'Mean duration'),
      valueColumn('Median', 'ms', 'Median duration'),
      valueColumn('p95', 'ms', 'p95 duration'),
      valueColumn('n timed', 'count'),
    ],
    rows: swarms.map(({ swarmId, topology, agentCount, tasks }) => [
      swarmId,
      topology ?? 'not known',
      valueCell(agentCount, 'count'),
      valueCell(tasks.total, 'count'),
      valueCell(tasks.failed, 'count'),
      valueCell(tasks.errorRate, 'ratio'),
      valueCell(tasks.duration?.mean, 'ms'),
      valueCell(tasks.duration?.median, 'ms'),
      valueCell(tasks.duration?.p95, 'ms'),
      valueCell(tasks.duration?.n ?? 0, 'count'),
    ]),
  };
  const usage: Block = {
    type: 'table',
    caption: 'Tokens, cost and steps',
    columns: [
      left('Swarm'),
      valueColumn('Input', 'tokens'),
      valueColumn('Output', 'tokens'),
      valueColumn('Cache read', 'tokens'),
      valueColumn('Cache creation', 'tokens'),
      valueColumn('Tokens', 'tokens', 'All'),
      valueColumn('Cost', 'USD'),
      valueColumn('Requests', 'count'),
      valueColumn('Failed', 'count', 'Failed requests'),
      valueColumn('Tool calls', 'count'),
      valueColumn('Failed', 'count', 'Failed tool calls'),
    ],
    rows: swarms.map(({ swarmId, tokens, costUsd, requests, tools }) => [
      swarmId,
      valueCell(tokens?.input, 'tokens'),
      valueCell(tokens?.output, 'tokens'),
      valueCell(tokens?.cacheRead, 'tokens'),
      valueCell(tokens?.cacheCreation, 'tokens'),
      valueCell(tokens?.total, 'tokens'),
      valueCell(costUsd, 'USD'),
      valueCell(requests?.total, 'count'),
      valueCell(requests?.failed, 'count'),
      valueCell(tools?.total, 'count'),
      valueCell(tools?.failed, 'count'),
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
          ranksColumn,
          left('Swarm'),
          valueColumn(unit === 'ratio' ? 'Share' : 'Median', unit),
          intervalColumn('95 % interval', unit),
          valueColumn('n', 'count'),
          left('Not separable from'),
        ],
        rows: entries.map((entry) => [
          ranksCell(entry.rankLow, entry.rankHigh),
          entry.id,
          valueCell(entry.estimate, unit),
          intervalCell(entry.low, entry.high, unit),
          valueCell(entry.n, 'count'),
          entry.tiedWith.length > 0 ? entry.tiedWith.join(', ') : cellOf('–', null),
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
          right('Difference', 'Difference', 'Unit'),
          right('95 % interval', 'Difference low', 'Difference high'),
          right('Effect', "Cliff's delta", 'Magnitude'),
          right('p adjusted'),
          right('n', 'n', 'n against'),
        ],
        rows: pairs.map(({ pair, metric }) => pairRow(pair, metric)),
      },
    ],
  };
}

function pairRow(pair: PairResult, { name, unit }: MetricRanking): Cell[] {
  const { shift, shiftLow, shiftHigh, cliffsDelta, magnitude, nCandidate, nReference } = pair;
  return [
    name,
    pair.candidate,
    pair.reference,
    pair.verdict,
    cellOf(formatValue(shift, unit), shift, unit),
    intervalCell(shiftLow, shiftHigh, unit),
    cellOf(
      cliffsDelta === null ? 'not comparable' : `${cliffsDelta.toFixed(2)} (${magnitude})`,
      cliffsDelta,
      magnitude
    ),
    pCell(pair.pAdjusted),
    cellOf(`${nCandidate} / ${nReference}`, nCandidate, nReference),
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
