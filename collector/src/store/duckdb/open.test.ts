import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../testing/tempFolder.ts';
import { openDatabase } from './open.ts';
import { SCHEMA_VERSION } from './tables.ts';

async function opened(file: string, settings: Record<string, string> = {}): Promise<DuckDBConnection> {
  const { instance, writer } = await openDatabase(file, settings);
  onTestFinished(() => {
    writer.closeSync();
    instance.closeSync();
  });
  return writer;
}

describe('opening the store', () => {
  it('makes its folder, which only its owner may look into', async () => {
    const folder = join(await tempFolder(), 'deep', 'data');
    await opened(join(folder, 'a.duckdb'));
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('names the process that has the file already', async () => {
    const file = join(await tempFolder(), 'a.duckdb');
    const owner = `
      const { DuckDBInstance } = await import('@duckdb/node-api');
      await DuckDBInstance.create(process.argv[1]);
      console.log('open');
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', owner, file], { cwd: import.meta.dirname });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    await expect(openDatabase(file)).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringContaining(`pid ${child.pid}`),
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await opened(file);
  });

  it('refuses a file of a newer layout and leaves it as it is', async () => {
    const file = join(await tempFolder(), 'a.duckdb');
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE layout (version INTEGER); INSERT INTO layout VALUES (${SCHEMA_VERSION + 1})`);
    connection.closeSync();
    instance.closeSync();
    await expect(openDatabase(file)).rejects.toMatchObject({
      code: 'STORE_TOO_NEW',
      message: expect.stringContaining(`layout ${SCHEMA_VERSION + 1}`),
    });
    // It is closed again: another opening isn't refused as locked.
    await expect(openDatabase(file)).rejects.toMatchObject({ code: 'STORE_TOO_NEW' });
  });

  it('says that a file is none of ours, and does not touch it', async () => {
    const file = join(await tempFolder(), 'a.duckdb');
    const content = 'this is no database '.repeat(1000);
    await writeFile(file, content);
    await expect(openDatabase(file)).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it.each([
    ['a folder in place of the file', async (file: string) => void (await mkdir(file))],
    ['a file in place of the folder', async (file: string) => writeFile(join(file, '..'), '')],
  ])('says so when there is %s', async (_, prepare) => {
    const file = join(await tempFolder(), 'data', 'a.duckdb');
    if (_.startsWith('a folder')) {
      await mkdir(join(file, '..'));
    }
    await prepare(file);
    await expect(openDatabase(file)).rejects.toMatchObject({
      code: 'STORE_UNREADABLE',
      message: expect.stringContaining('--data'),
    });
  });
});

describe('the locked engine', () => {
  it('reads and writes no other file, loads nothing and changes no setting', async () => {
    const folder = await tempFolder();
    const secret = join(folder, 'secret.csv');
    await writeFile(secret, 'name\nmarker\n');
    const writer = await opened(join(folder, 'a.duckdb'));
    const statements = [
      `COPY (SELECT 1) TO '${join(folder, 'out.csv')}'`,
      `SELECT * FROM read_csv('${secret}')`,
      `SELECT * FROM read_text('${secret}')`,
      `SELECT * FROM '${secret}'`,
      `SELECT * FROM glob('${folder}/*')`,
      `COPY layout FROM '${secret}'`,
      `ATTACH '${join(folder, 'other.duckdb')}' AS other`,
      `EXPORT DATABASE '${join(folder, 'export')}'`,
      'INSTALL httpfs',
      'LOAD httpfs',
      'SET enable_external_access = true',
      'SET lock_configuration = false',
      `SET allowed_directories = ['/']`,
      'SET threads = 64',
      `SET allowed_configs = ['threads']`,
      'RESET enable_external_access',
      `SET profiling_output = '${join(folder, 'profile.json')}'`,
    ];
    for (const statement of statements) {
      await expect(writer.run(statement), statement).rejects.toThrow();
    }
    const { stdout } = await promisify(execFile)('ls', [folder]);
    expect(stdout.split('\n').filter((name) => name !== '' && !name.startsWith('a.duckdb'))).toEqual(['secret.csv']);
  });

  it('still uses the disk for what does not fit into memory', async () => {
    const file = join(await tempFolder(), 'a.duckdb');
    const writer = await opened(file, { memory_limit: '64MB', threads: '1' });
    const sorted = await writer.runAndReadAll(
      `SELECT count(*)::DOUBLE, max(place)::DOUBLE FROM (
         SELECT row_number() OVER (ORDER BY hash(i)) AS place, repeat('x', 40) || i AS text FROM range(2000000) AS t(i)
       ) WHERE text IS NOT NULL`
    );
    expect(sorted.getRows()).toEqual([[2_000_000, 2_000_000]]);
  });
});
