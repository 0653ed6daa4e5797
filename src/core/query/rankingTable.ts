import type { Comparison, MetricRanking } from '../compare/types.ts';
import type { Column, Notice, Table } from '../frames/table.ts';
import { GRAFANA_UNITS } from '../metrics/units.ts';
import { TOP } from '../rank/drawRanks.ts';
import { noticesOf } from './comparisonTables.ts';
import { DIMENSION_LABELS, type Dimension } from './model.ts';

export interface RankingRequest {
  ranking: MetricRanking;
  groupBy: Dimension;
  alpha: number;
  window: { from: number; to: number } | null;
  /** Topology of each swarm, where known. */
  topologies: ReadonlyMap<string, string>;
  notices?: Notice[];
  /** What has to be known to judge the figures; see `Comparison`. */
  comparison?: Pick<Comparison, 'findings' | 'notices'>;
}

/** One row a group in display order; `meta.custom` says who wins, or why nobody does. */
export function rankingTable(request: RankingRequest): Table {
  const { ranking, groupBy, alpha, window, topologies, comparison } = request;
  const { entries, metric, name, direction, sampleUnit, winner, bootstrap } = ranking;
  const notices = [...(request.notices ?? []), ...(comparison === undefined ? [] : noticesOf(comparison))];
  const findings = comparison?.findings ?? [];
  const unit = GRAFANA_UNITS[ranking.unit];
  const value = (column: string, displayName: string, of: (index: number) => number | null | undefined): Column => ({
    name: column,
    type: 'number',
    config: { displayName, unit },
    values: entries.map((_, index) => of(index) ?? null),
  });
  const count = (column: string, displayName: string, of: (index: number) => number | undefined): Column => ({
    name: column,
    type: 'number',
    config: { displayName, decimals: 0 },
    values: entries.map((_, index) => of(index) ?? null),
  });
  const share = (column: string, displayName: string, of: (index: number) => number | null | undefined): Column => ({
    name: column,
    type: 'number',
    config: { displayName, unit: GRAFANA_UNITS.ratio, min: 0, max: 1 },
    values: entries.map((_, index) => of(index) ?? null),
  });
  return {
    name: 'ranking',
    meta: {
      kind: 'table',
      ...(notices.length > 0 ? { notices } : {}),
      custom: { metric, metricName: name, direction, sampleUnit, winner, alpha, window, findings, bootstrap },
    },
    columns: [
      { name: DIMENSION_LABELS[groupBy], type: 'string', values: entries.map((entry) => entry.id) },
      value('value', name, (index) => entries[index]?.estimate),
      value('low', `${name}, 95 % low`, (index) => entries[index]?.low),
      value('high', `${name}, 95 % high`, (index) => entries[index]?.high),
      count('n', 'n', (index) => entries[index]?.n),
      count('position', 'Position', (index) => entries[index]?.position),
      count('rank_low', 'Best rank', (index) => entries[index]?.rankLow),
      count('rank_high', 'Worst rank', (index) => entries[index]?.rankHigh),
      {
        name: 'topology',
        type: 'string',
        values: entries.map((entry) => (groupBy === 'swarm' ? (topologies.get(entry.id) ?? null) : null)),
      },
      count('n_effective', 'Effective n', (index) => entries[index]?.nEffective),
      share('p_best', 'P(best)', (index) => entries[index]?.pBest),
      share('p_top', `P(first ${bootstrap?.top ?? TOP})`, (index) => entries[index]?.pTop),
      { name: 'tied_with', type: 'string', values: entries.map((entry) => entry.tiedWith.join(', ')) },
    ],
  };
}
