import { string } from '../narrow.ts';
import { hasTable, type SqliteDatabase } from '../shared/sqliteCopy.ts';

export interface HiveSwarm {
  swarmId: string;
  status?: string;
  createdAt?: number;
  updatedAt?: number;
}

export interface HiveAgent {
  agentId: string;
  swarmId: string;
  agentType?: string;
  createdAt?: number;
}

export interface Hive {
  swarms: HiveSwarm[];
  agents: HiveAgent[];
}

/**
 * Swarms and agents of the hive-mind. Objectives are prompts and not read; performance scores and success rates are column
 * defaults and not read; nothing in claude-flow writes the `tasks` table.
 *
 * @throws when the file is no database or damaged.
 */
export function readHive(database: SqliteDatabase): Hive {
  return { swarms: readSwarms(database), agents: readAgents(database) };
}

function readSwarms(database: SqliteDatabase): HiveSwarm[] {
  if (!hasTable(database, 'swarms')) {
    return [];
  }
  const columns = known(database, 'swarms', ['id', 'status', 'created_at', 'updated_at']);
  return database.all(`SELECT ${columns} FROM swarms`).flatMap((row) => {
    const swarmId = string(row['id']);
    return swarmId
      ? {
          swarmId,
          status: string(row['status']),
          createdAt: utc(row['created_at']),
          updatedAt: utc(row['updated_at']),
        }
      : [];
  });
}

function readAgents(database: SqliteDatabase): HiveAgent[] {
  if (!hasTable(database, 'agents')) {
    return [];
  }
  const columns = known(database, 'agents', ['id', 'swarm_id', 'type', 'created_at']);
  return database.all(`SELECT ${columns} FROM agents`).flatMap((row) => {
    const [agentId, swarmId] = [string(row['id']), string(row['swarm_id'])];
    return agentId && swarmId
      ? { agentId, swarmId, agentType: string(row['type']), createdAt: utc(row['created_at']) }
      : [];
  });
}

/** Those of the columns that the table has: versions differ. `table` and `columns` are constants of ours. */
function known(database: SqliteDatabase, table: string, columns: readonly string[]): string {
  const there = database.all(`SELECT name FROM pragma_table_info('${table}')`).map((row) => row['name']);
  return columns.filter((name) => there.includes(name)).join(', ') || 'NULL';
}

/** SQLite's CURRENT_TIMESTAMP, `YYYY-MM-DD HH:MM:SS` in UTC without saying so, as epoch ms. */
export function utc(value: unknown): number | undefined {
  const text = string(value);
  if (!text || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text)) {
    return undefined;
  }
  const time = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isFinite(time) ? time : undefined;
}
