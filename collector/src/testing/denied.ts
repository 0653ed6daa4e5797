import { cp, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { IngestRecord } from '../../../src/core/metrics/records.ts';
import { ProjectReader as Project2Reader } from '../inputs/claude-flow-2/projectReader.ts';
import { ProjectReader as Project3Reader } from '../inputs/claude-flow-3/projectReader.ts';
import { RequestBudget } from '../inputs/claude-flow-mcp/budget.ts';
import { McpClient } from '../inputs/claude-flow-mcp/client.ts';
import { McpReader } from '../inputs/claude-flow-mcp/reader.ts';
import { McpTestServer } from './mcpServer.ts';
import { RecordedProject } from './recordedProject.ts';
import { account, collecting } from './submitters.ts';
import { tempFolder } from './tempFolder.ts';

const FIXTURES = fileURLToPath(new URL('../../../tests/fixtures', import.meta.url));
/** When all files were written last: times of change become times of what they describe. */
const RECORDED = new Date(Date.UTC(2026, 10, 23, 14));
/** No recorded number. */
export const OTHER = 918_273;

type Json = Record<string, unknown>;

const fixture = (...names: string[]) => readFile(join(FIXTURES, ...names));
export const jsonFixture = async (...names: string[]) => JSON.parse((await fixture(...names)).toString('utf8')) as Json;

/** Numbers at a path such as `metrics.*.latency.*`, in the order of the value. */
export function numbersAt(value: unknown, path: string): number[] {
  const found: number[] = [];
  change(value, path.split('.'), (number) => {
    found.push(number);
    return number;
  });
  return found;
}

/** The value with another number at each place of the path. */
export function replacedAt(value: unknown, path: string): unknown {
  const copy = structuredClone(value);
  change(copy, path.split('.'), (number) => number + OTHER);
  return copy;
}

function change(value: unknown, [name, ...rest]: readonly string[], to: (number: number) => number): void {
  if (typeof value !== 'object' || value === null || name === undefined) {
    return;
  }
  const holder = value as Json;
  for (const key of name === '*' ? Object.keys(holder) : [name]) {
    const inner = holder[key];
    if (rest.length > 0) {
      change(inner, rest, to);
    } else if (typeof inner === 'number') {
      holder[key] = to(inner);
    }
  }
}

/** What would reach the store, without ids: those of ledger lines are hashes of the whole line. */
function handedOver(records: readonly IngestRecord[]): unknown[] {
  return records.map(({ id, ...told }) => ({ hasId: id !== '', ...told }));
}

/** What is made of the recorded claude-flow 3.x project, in which a file was changed. */
export async function readFlow3(path: string, edit: (text: string) => string): Promise<unknown[]> {
  const project = await RecordedProject.create();
  await project.finish();
  return readEdited(project.folder, path, edit, Project3Reader);
}

/** What is made of the recorded claude-flow 2.x project, in which a file was changed. */
export async function readFlow2(path: string, edit: (text: string) => string): Promise<unknown[]> {
  const folder = join(await tempFolder(), 'project');
  await cp(join(FIXTURES, 'claude-flow-2/project'), folder, { recursive: true, preserveTimestamps: true });
  return readEdited(folder, path, edit, Project2Reader);
}

async function readEdited(
  folder: string,
  path: string,
  edit: (text: string) => string,
  Reader: typeof Project2Reader | typeof Project3Reader
): Promise<unknown[]> {
  await writeFile(join(folder, path), edit(await readFile(join(folder, path), 'utf8')));
  return read(folder, Reader);
}

async function read(folder: string, Reader: typeof Project2Reader | typeof Project3Reader): Promise<unknown[]> {
  for (const name of await readdir(folder, { recursive: true })) {
    await utimes(join(folder, name), RECORDED, RECORDED);
  }
  const to = collecting();
  await new Reader(folder, 'scope', account(), to, await tempFolder()).readOnce();
  return handedOver([...to.records, ...to.descriptions]);
}

/** What is made of the empty claude-flow 3.x project in which the status line shows its numbers, after an edit. */
export async function readEmptyProject(edit: (database: string) => Promise<void> = async () => {}): Promise<unknown[]> {
  const folder = await tempFolder();
  await cp(join(FIXTURES, 'claude-flow-3/empty'), folder, { recursive: true });
  const database = join(folder, '.swarm/memory.db');
  await writeFile(database, gunzipSync(await fixture('claude-flow-3/empty/.swarm/memory.db.gz')));
  await edit(database);
  return read(folder, Project3Reader);
}

/** What is made of a hive's database that has columns with scores, after an edit. */
export async function readHive(edit: (file: string) => Promise<void>): Promise<unknown[]> {
  const folder = await tempFolder();
  const database = join(folder, '.hive-mind/hive.db');
  await mkdir(dirname(database), { recursive: true });
  await writeFile(database, gunzipSync(await fixture('claude-flow-2/defaults/hive.db.gz')));
  await edit(database);
  return read(folder, Project2Reader);
}

/** What is made of a server that answers every recorded tool, some of them otherwise; and which tools it was asked. */
export async function readMcp(answers: Record<string, unknown>): Promise<{ told: unknown[]; called: string[] }> {
  const server = await McpTestServer.create();
  server.tasks = Object.fromEntries(Object.entries(server.tasks).slice(0, 3));
  server.answers = answers;
  const to = collecting();
  const client = new McpClient(server.url, new RequestBudget(Date.now, 1000));
  const place = { scope: 'scope', swarm: 'mine' };
  const reader = new McpReader(client, place, account(), to, () => RECORDED.getTime());
  await reader.readOnce();
  return { told: handedOver([...to.records, ...to.descriptions]), called: server.called };
}
