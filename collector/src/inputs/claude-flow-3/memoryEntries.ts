import { UNASSIGNED_SWARM, type SampleRecord } from '../../../../src/core/metrics/records.ts';
import { hasTable, type SqliteDatabase } from '../shared/sqliteCopy.ts';

/** Namespaces beyond this many are not told apart, nor told at all. */
const MOST_NAMESPACES = 200;
const EARLIEST_MS = Date.UTC(2015, 0, 1);

/** How many entries a memory database holds in a namespace, and when the newest of them was written, epoch ms. */
export interface NamespaceCount {
  namespace: string;
  entries: number;
  newestAt: number;
}

/** Counts the entries of a memory database; keys and contents are not read. Namespaces without a plausible time are left out. */
export function countEntries(database: SqliteDatabase): NamespaceCount[] {
  if (!hasTable(database, 'memory_entries')) {
    return [];
  }
  const rows = database.all(
    `SELECT namespace, count(*) AS entries, max(max(coalesce(updated_at, 0), coalesce(created_at, 0))) AS newestAt
     FROM memory_entries GROUP BY namespace ORDER BY entries DESC LIMIT ${MOST_NAMESPACES}`
  );
  return rows.flatMap(({ namespace, entries, newestAt }) =>
    typeof namespace === 'string' && Number(newestAt) >= EARLIEST_MS
      ? { namespace, entries: Number(entries), newestAt: Number(newestAt) }
      : []
  );
}

/** @param database the file's own name, so that two databases of a project are told apart */
export function memorySamples(counts: readonly NamespaceCount[], database: string, scope: string): SampleRecord[] {
  return counts.map(({ namespace, entries, newestAt }) => ({
    type: 'sample',
    id: ['MEMORY_ENTRIES', database, namespace, newestAt, entries].join('|'),
    source: 'claude-flow-3/learning',
    scope,
    timestamp: newestAt,
    swarmId: UNASSIGNED_SWARM,
    metricType: 'MEMORY_ENTRIES',
    value: entries,
    unit: 'count',
    tags: { kind: 'total', namespace, database },
    metadata: { source: 'memory', priority: 'low', category: 'resource', dimensions: ['namespace'] },
    provenance: 'measured',
  }));
}
