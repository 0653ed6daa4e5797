import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { ServiceError } from '../../errors.ts';
import { WRITING_LIMIT } from './memoryLimit.ts';
import { createStatements, SCHEMA_VERSION } from './tables.ts';

/**
 * Until this much is in its log DuckDB does not merge it into the file, and holds it unpacked in memory. Smaller checkpoints
 * would stall appends.
 */
const WAL_AUTOCHECKPOINT = '8MB';
/** What the engine has freed goes back to the system soon; by default it keeps up to 128 and 512 MB. */
const ALLOCATOR = {
  allocator_flush_threshold: '4MB',
  allocator_bulk_deallocation_flush_threshold: '16MB',
  allocator_background_threads: 'true',
};

/**
 * Opens the file, creates the tables and locks the engine down: afterwards no statement can read or write another file,
 * load an extension or change a setting other than the memory limit.
 *
 * @param settings of the engine, such as `memory_limit`
 * @throws ServiceError `STORE_LOCKED` when another process has it, `STORE_TOO_NEW`, `STORE_UNREADABLE` otherwise.
 */
export async function openDatabase(
  file: string,
  settings: Record<string, string> = {}
): Promise<{ instance: DuckDBInstance; writer: DuckDBConnection }> {
  prepareFolder(file);
  const instance = await create(file, settings);
  try {
    const writer = await instance.connect();
    for (const statement of createStatements()) {
      await writer.run(statement);
    }
    await checkVersion(writer, file);
    await writer.run('SET enable_external_access = false');
    await writer.run("SET allowed_configs = ['memory_limit']");
    await writer.run('SET lock_configuration = true');
    return { instance, writer };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function prepareFolder(file: string): void {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (existsSync(file) && !statSync(file).isFile()) {
      throw new Error(`${file} is not a file`);
    }
  } catch (error) {
    throw new ServiceError(
      'STORE_UNREADABLE',
      `The data folder ${folder} can't be used: ${message(error)}. Choose another with --data.`
    );
  }
}

async function create(file: string, settings: Record<string, string>): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, {
      memory_limit: WRITING_LIMIT,
      ...settings,
      wal_autocheckpoint: WAL_AUTOCHECKPOINT,
      ...ALLOCATOR,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
    });
  } catch (error) {
    const text = message(error);
    const owner = /PID (\d+)/.exec(text)?.[1];
    if (/conflicting lock|being used by another process/i.test(text)) {
      throw new ServiceError(
        'STORE_LOCKED',
        `${file} is in use by another process${owner ? ` (pid ${owner})` : ''}: only one may open it. Stop that one, or choose another folder with --data.`
      );
    }
    throw new ServiceError(
      'STORE_UNREADABLE',
      `${file} can't be opened: ${firstLine(text)}. Move it away to start with an empty store, or choose another folder with --data.`
    );
  }
}

async function checkVersion(writer: DuckDBConnection, file: string): Promise<void> {
  const rows = (await writer.runAndReadAll('SELECT max(version) FROM layout')).getRows();
  const version = rows[0]?.[0];
  if (typeof version !== 'number' || version < SCHEMA_VERSION) {
    await writer.run(`INSERT INTO layout VALUES (${SCHEMA_VERSION})`);
  } else if (version > SCHEMA_VERSION) {
    throw new ServiceError(
      'STORE_TOO_NEW',
      `${file} was written by a newer version (layout ${version}, this one reads up to ${SCHEMA_VERSION}). Update this program, or choose another folder with --data.`
    );
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/^\w+ Error: /, '').replace(/[.!]+$/, '');
}
