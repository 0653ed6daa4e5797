import { listValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';

export type SqlParameter = string | number | readonly string[];

/** One column of a result. Numbers come from DOUBLE columns: statements cast what they select. */
export interface ResultColumn {
  name: string;
  values: Array<string | number | boolean | null>;
}

export interface QueryResult {
  rows: number;
  columns: ResultColumn[];
}

/**
 * Runs one statement and reads all of its answer. Only text, numbers and booleans may come out.
 * @throws TypeError for another type: a statement forgot a cast.
 */
export async function runQuery(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly SqlParameter[]
): Promise<QueryResult> {
  const result = await connection.stream(sql, bind(parameters));
  const columns: ResultColumn[] = result.columnNames().map((name) => ({ name, values: [] }));
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) {
      return { rows, columns };
    }
    rows += chunk.rowCount;
    columns.forEach((column, index) => {
      for (const value of chunk.getColumnValues(index)) {
        column.values.push(fromValue(value, column.name));
      }
    });
  }
}

/** Parameters as the engine takes them. */
export function bind(parameters: readonly SqlParameter[]): DuckDBValue[] {
  return parameters.map((parameter) => (typeof parameter === 'object' ? listValue([...parameter]) : parameter));
}

function fromValue(value: DuckDBValue, name: string): string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  throw new TypeError(`column ${name} is neither text, number nor boolean`);
}
