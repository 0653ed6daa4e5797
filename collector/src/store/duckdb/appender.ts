import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  UHUGEINT,
  VARCHAR,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { AppendOutcome } from '../store.ts';
import { markKey, type Cell, type EncodedTable, type Mark } from './encode.ts';
import { keyOf, KeySet, keyToBigInt, type Key } from './keySet.ts';
import { FACT_LANES, KEY_LANES, loadKeys } from './loadKeys.ts';
import { TABLES, type ColumnKind, type TableName } from './tables.ts';

/** DuckDB's vector size: the most rows that one data chunk holds. */
const CHUNK_ROWS = 2048;

const TYPES: Record<ColumnKind, DuckDBType> = {
  key: UHUGEINT,
  text: VARCHAR,
  float: DOUBLE,
  int64: BIGINT,
  bool: BOOLEAN,
};

/** What a batch would add to the in-memory sets; taken over only after the commit. */
interface Pending {
  keys: Key[];
  facts: Key[];
  contested: Key[];
  marks: Set<string>;
}

/** The one writer: drops duplicates, appends the rest in one transaction. */
export class Appender {
  private readonly chunks = new Map<TableName, DuckDBDataChunk>();

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly appenders: ReadonlyMap<TableName, DuckDBAppender>,
    private readonly keys: KeySet,
    private readonly facts: KeySet,
    private readonly contested: KeySet,
    private readonly marks: Set<string>
  ) {}

  /** Reads what is stored already, so that it is recognised when it comes again. */
  static async create(connection: DuckDBConnection): Promise<Appender> {
    const { keys, facts, contested, marks } = await loadKeys(connection);
    const appenders = new Map<TableName, DuckDBAppender>();
    for (const table of tableNames()) {
      appenders.set(table, await connection.createAppender(table));
    }
    return new Appender(connection, appenders, keys, facts, contested, marks);
  }

  /** Resolves after the commit: DuckDB has the batch on disk then. On a failure nothing of it is kept. */
  async append(tables: readonly EncodedTable[]): Promise<AppendOutcome[]> {
    const outcomes: AppendOutcome[] = [];
    const pending: Pending = { keys: [], facts: [], contested: [], marks: new Set() };
    const batchKeys = new KeySet(KEY_LANES);
    const batchFacts = new KeySet(FACT_LANES);
    await this.connection.run('BEGIN');
    try {
      for (const table of tables) {
        this.appendTable(table, outcomes, pending, batchKeys, batchFacts);
      }
      await this.connection.run('COMMIT');
    } catch (error) {
      this.appenders.forEach((appender) => appender.clear());
      await this.connection.run('ROLLBACK');
      throw error;
    }
    pending.keys.forEach((key) => this.keys.add(key));
    pending.facts.forEach((key) => this.facts.add(key));
    pending.contested.forEach((key) => this.contested.add(key));
    pending.marks.forEach((mark) => this.marks.add(mark));
    return outcomes;
  }

  close(): void {
    this.appenders.forEach((appender) => appender.closeSync());
  }

  private appendTable(
    table: EncodedTable,
    outcomes: AppendOutcome[],
    pending: Pending,
    batchKeys: KeySet,
    batchFacts: KeySet
  ): void {
    const kept: number[] = [];
    const keyCells: bigint[] = [];
    const factCells: Array<bigint | null> = [];
    const contested: bigint[] = [];
    const keptPositions = new Set<number>();
    table.positions.forEach((position, row) => {
      const key = keyOf(table.keys[row] ?? '');
      if (this.keys.has(key) || !batchKeys.add(key)) {
        outcomes[position] = 'duplicate';
        return;
      }
      outcomes[position] = 'stored';
      kept.push(row);
      keptPositions.add(position);
      pending.keys.push(key);
      keyCells.push(keyToBigInt(key));
      const factText = table.facts[row];
      if (typeof factText !== 'string') {
        factCells.push(null);
        return;
      }
      const fact = keyOf(factText);
      factCells.push(keyToBigInt(fact));
      if ((this.facts.has(fact) || !batchFacts.add(fact)) && !this.contested.has(fact)) {
        contested.push(keyToBigInt(fact));
        pending.contested.push(fact);
      }
      pending.facts.push(fact);
    });
    const columns = table.columns.map((values) => kept.map((row) => values[row] ?? null));
    this.write(table.table, rowsOf(table.table, keyCells, factCells, columns), kept.length);
    this.write('contested', [contested], contested.length);
    this.writeMarks(table.marks, keptPositions, pending);
  }

  private writeMarks(marks: readonly Mark[], kept: ReadonlySet<number>, pending: Pending): void {
    const fresh = marks.filter((mark) => {
      const key = markKey(mark);
      const isNew = kept.has(mark.position) && !this.marks.has(key) && !pending.marks.has(key);
      if (isNew) {
        pending.marks.add(key);
      }
      return isNew;
    });
    const facts = fresh.flatMap((mark) => (mark.table === 'fact_sources' ? mark : []));
    const names = fresh.flatMap((mark) => (mark.table === 'session_swarms' ? mark : []));
    this.write(
      'fact_sources',
      [
        facts.map((m) => m.swarm),
        facts.map((m) => m.scope),
        facts.map((m) => m.factKind),
        facts.map((m) => BigInt(m.rank)),
      ],
      facts.length
    );
    this.write(
      'session_swarms',
      [names.map((m) => m.scope), names.map((m) => m.swarm), names.map((m) => BigInt(m.rank))],
      names.length
    );
  }

  private write(table: TableName, columns: ReadonlyArray<readonly DuckDBValue[]>, rows: number): void {
    const appender = this.appenders.get(table);
    if (rows === 0 || !appender) {
      return;
    }
    const chunk = this.chunkOf(table);
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const to = Math.min(rows, from + CHUNK_ROWS);
      chunk.reset();
      chunk.rowCount = to - from;
      columns.forEach((values, index) => chunk.setColumnValues(index, values.slice(from, to)));
      appender.appendDataChunk(chunk);
    }
    chunk.reset();
    appender.flushSync();
  }

  /** One chunk a table, again and again: its memory is the engine's, and is given back only when V8 collects its wrapper. */
  private chunkOf(table: TableName): DuckDBDataChunk {
    let chunk = this.chunks.get(table);
    if (!chunk) {
      chunk = DuckDBDataChunk.create(TABLES[table].map((column) => TYPES[column.kind]));
      this.chunks.set(table, chunk);
    }
    return chunk;
  }
}

function tableNames(): TableName[] {
  return ['work', 'samples', 'swarms', 'agents', 'contested', 'fact_sources', 'session_swarms'];
}

/** Puts key columns and data columns into the order of the table's specification. */
function rowsOf(
  table: EncodedTable['table'],
  keys: readonly DuckDBValue[],
  facts: readonly DuckDBValue[],
  columns: ReadonlyArray<readonly Cell[]>
): Array<readonly DuckDBValue[]> {
  let next = 0;
  return TABLES[table].map((spec) => {
    if (spec.kind === 'key') {
      return spec.name === 'fact' ? facts : keys;
    }
    const values = columns[next++] ?? [];
    return spec.kind === 'int64' ? values.map(toBigInt) : values;
  });
}

function toBigInt(cell: Cell): bigint | null {
  return typeof cell === 'number' ? BigInt(Math.round(cell)) : null;
}
