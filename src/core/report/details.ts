import { findMetric } from '../metrics/catalogue.ts';
import type { Unit } from '../metrics/units.ts';
import type { ReportAnalyses } from './analyses.ts';
import { left, right, valueCell, valueColumn } from './cells.ts';
import type { Section } from './document.ts';
import { formatTime } from './format.ts';

/** What one agent, or one model, of a swarm used; null where no input told. */
export interface UsageRow {
  swarmId: string;
  /** Empty where the input named none. */
  name: string;
  tokens: number | null;
  costUsd: number | null;
  requests: number | null;
}

export interface ReportUsage {
  /** Agents and sub-agents. */
  agents: UsageRow[];
  models: UsageRow[];
}

/** One metric of one swarm, in the metric's unit. */
export interface StatisticsRow {
  metric: string;
  swarmId: string;
  n: number | null;
  mean: number | null;
  min: number | null;
  median: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
}

export function usageSection({ agents, models }: ReportUsage): Section {
  const table = (caption: string, who: string, rows: readonly UsageRow[]) => ({
    type: 'table' as const,
    caption,
    columns: [
      left('Swarm'),
      left(who),
      valueColumn('Tokens', 'tokens'),
      valueColumn('Cost', 'USD'),
      valueColumn('Requests', 'count'),
    ],
    rows: rows.map(({ swarmId, name, tokens, costUsd, requests }) => [
      swarmId,
      name === '' ? 'not known' : name,
      valueCell(tokens, 'tokens'),
      valueCell(costUsd, 'USD'),
      valueCell(requests, 'count'),
    ]),
  });
  if (agents.length === 0 && models.length === 0) {
    return {
      heading: 'Cost and tokens',
      blocks: [{ type: 'paragraph', text: 'No input told of tokens, cost or model requests in this window.' }],
    };
  }
  return {
    heading: 'Cost and tokens',
    blocks: [
      {
        type: 'paragraph',
        text: 'What no input told of is left open. A sub-agent whose requests were counted with those of its parent has no row.',
      },
      table('By agent and sub-agent', 'Agent', agents),
      table('By model', 'Model', models),
    ],
  };
}

/** Undefined where no metric has samples. */
export function statisticsSection(
  rows: readonly StatisticsRow[],
  window: { from: number; to: number } | null
): Section | undefined {
  const metrics = [...new Set(rows.map(({ metric }) => metric))];
  if (metrics.length === 0) {
    return undefined;
  }
  return {
    heading: 'Statistics',
    blocks: [
      {
        type: 'paragraph',
        text: `Of completed work${window ? `, ${formatTime(window.from)} to ${formatTime(window.to)}` : ''}; n counts measured values.`,
      },
      ...metrics.map((metric) => statisticsTable(metric, rows)),
    ],
  };
}

function statisticsTable(metric: string, rows: readonly StatisticsRow[]) {
  const { name = metric, unit = 'count' as Unit } = findMetric(metric) ?? {};
  const value = (title: string) => valueColumn(title, unit);
  return {
    type: 'table' as const,
    caption: name,
    columns: [
      left('Swarm'),
      right('n'),
      value('Mean'),
      value('Least'),
      value('Median'),
      value('p95'),
      value('p99'),
      value('Most'),
    ],
    rows: rows
      .filter((row) => row.metric === metric)
      .map(({ swarmId, n, mean, min, median, p95, p99, max }) => [
        swarmId,
        valueCell(n, 'count'),
        ...[mean, min, median, p95, p99, max].map((found) => valueCell(found, unit)),
      ]),
  };
}

/** What the findings suggest, each with what it rests on; says so where they suggest nothing. */
export function recommendationsSection({ swarms, notAnalysed }: ReportAnalyses): Section {
  const items = swarms.flatMap(({ recommendations = [] }) =>
    recommendations.map(
      ({ title, description, targetSwarm, priority }) =>
        `${targetSwarm} (${priority}): ${namedMetric(title)}. ${description}`
    )
  );
  const rest = notAnalysed > 0 ? [`${notAnalysed} more swarms were not looked at one by one.`] : [];
  const text = 'The data of this window suggest nothing: no finding has enough behind it.';
  return {
    heading: 'Recommendations',
    blocks:
      items.length === 0
        ? [{ type: 'paragraph', text: [text, ...rest].join(' ') }]
        : [{ type: 'list', items: [...items, ...rest] }],
  };
}

/** Titles of the guide's form begin with a metric in capitals; a reader knows it by its name. */
function namedMetric(title: string): string {
  return title.replace(/^[A-Z_]+(?=: )/, (id) => findMetric(id)?.name ?? id);
}
