import type { DuckDBConnection } from '@duckdb/node-api';
import { markKey } from './encode.ts';
import { KeySet } from './keySet.ts';

/** Keys decide what is kept, so a false match must not happen; a fact taken for a contested one is only merged with nothing. */
export const KEY_LANES = 3;
export const FACT_LANES = 2;

interface LoadedKeys {
  keys: KeySet;
  facts: KeySet;
  contested: KeySet;
  marks: Set<string>;
}

/** Reads the keys of everything stored. Split into 32-bit lanes by the engine: that is far faster than through BigInt. */
export async function loadKeys(connection: DuckDBConnection): Promise<LoadedKeys> {
  const records = ['work', 'samples', 'swarms', 'agents']
    .map((table) => `SELECT key AS k FROM ${table}`)
    .join(' UNION ALL ');
  return {
    keys: await loadSet(connection, KEY_LANES, records),
    facts: await loadSet(connection, FACT_LANES, 'SELECT fact AS k FROM work WHERE fact IS NOT NULL'),
    contested: await loadSet(connection, KEY_LANES, 'SELECT fact AS k FROM contested'),
    marks: await loadMarks(connection),
  };
}

async function loadSet(connection: DuckDBConnection, lanes: 2 | 3, select: string): Promise<KeySet> {
  const set = new KeySet(lanes, true);
  const lane = (shift: number) => `((k >> ${shift}) & 4294967295)::UINTEGER`;
  const result = await connection.stream(`SELECT ${[0, 32, 64, 96].map(lane).join(', ')} FROM (${select})`);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) {
      return set;
    }
    const [a = [], b = [], c = [], d = []] = chunk.getColumns();
    for (let row = 0; row < chunk.rowCount; row++) {
      set.add({ lanes: Uint32Array.of(Number(a[row]), Number(b[row]), Number(c[row]), Number(d[row])) });
    }
  }
}

async function loadMarks(connection: DuckDBConnection): Promise<Set<string>> {
  const reader = await connection.runAndReadAll(
    `SELECT 'fact_sources', scope, swarm, fact_kind, source_rank::DOUBLE FROM fact_sources
     UNION ALL SELECT 'session_swarms', scope, swarm, '', source_rank::DOUBLE FROM session_swarms`
  );
  return new Set(
    reader.getRows().map(([table, scope, swarm, factKind, rank]) =>
      markKey({
        table: String(table),
        scope: String(scope),
        swarm: String(swarm),
        factKind: String(factKind),
        rank: Number(rank),
      })
    )
  );
}
