import type { SwarmSummary } from '../../../core/metrics/swarm.ts';
import type { SwarmColumn } from './columns.ts';

export interface SwarmSort {
  /** Id of a column, or `swarm` for the name. */
  column: string;
  descending: boolean;
}

/** Swarms by one column, then by name; what was not measured comes last either way. */
export function sortSwarms(
  swarms: readonly SwarmSummary[],
  columns: readonly SwarmColumn[],
  sort: SwarmSort
): SwarmSummary[] {
  const column = columns.find(({ id }) => id === sort.column);
  const key = (swarm: SwarmSummary) => (column ? column.value(swarm) : swarm.swarmId);
  return [...swarms].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === undefined || y === undefined) {
      return Number(x === undefined) - Number(y === undefined) || compare(a.swarmId, b.swarmId);
    }
    return compare(x, y) * (sort.descending ? -1 : 1) || compare(a.swarmId, b.swarmId);
  });
}

function compare(a: string | number, b: string | number): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
