import { cp, mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectPaths } from '../inputs/claude-flow-3/paths.ts';
import type { Store } from '../store/store.ts';
import { tempFolder } from './tempFolder.ts';

const RECORDING = fileURLToPath(new URL('../../demo/claude-flow-3-recording', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../../../tests/fixtures/claude-flow-3', import.meta.url));

/** What the READMEs of the recording say of each swarm. */
export const RECORDED_TOTALS = [
  { topology: 'hierarchical', tasks: 24, failed: 1, mean: 229, p95: 396, tokens: 25_745, requests: 24 },
  { topology: 'mesh', tasks: 24, failed: 2, mean: 492, p95: 823, tokens: 34_843, requests: 24 },
  { topology: 'star', tasks: 24, failed: 3, mean: 260, p95: 373, tokens: 23_173, requests: 24 },
];

/** A folder in which the recorded project happens again. */
export class RecordedProject {
  private constructor(
    readonly folder: string,
    /** Names of the snapshots, oldest first. */
    readonly snapshots: readonly string[]
  ) {}

  static async create(): Promise<RecordedProject> {
    const names = await readdir(join(FIXTURES, 'snapshots'));
    return new RecordedProject(join(await tempFolder(), 'project'), names.sort());
  }

  /** The stores as they were at a snapshot. */
  async show(snapshot: string): Promise<void> {
    const paths = projectPaths(this.folder);
    for (const name of await readdir(join(FIXTURES, 'snapshots', snapshot))) {
      const store = name.replace(/\.json$/, '');
      const path = isStore(store) ? paths[store] : this.folder;
      await mkdir(dirname(path), { recursive: true });
      await cp(join(FIXTURES, 'snapshots', snapshot, name), `${path}.new`);
      await rename(`${path}.new`, path);
    }
  }

  /** The project as claude-flow left it, with what lay beside its stores. */
  async finish(): Promise<void> {
    for (const part of [RECORDING, join(FIXTURES, 'beside')]) {
      await cp(part, this.folder, { recursive: true });
    }
    // A database that has just been written may still be changing.
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

function isStore(name: string): name is 'agents' | 'swarms' | 'tasks' | 'performance' | 'system' {
  return ['agents', 'swarms', 'tasks', 'performance', 'system'].includes(name);
}

/** The totals of all swarms, in the form of `RECORDED_TOTALS`. */
export async function totalsOf(store: Store): Promise<Array<Record<string, unknown>>> {
  return (await store.swarms({})).map(({ topology, tasks, tokens, requests }) => ({
    topology,
    tasks: tasks.total,
    failed: tasks.failed,
    mean: Math.round(tasks.duration?.mean ?? NaN),
    p95: Math.round(tasks.duration?.p95 ?? NaN),
    tokens: tokens?.total,
    requests: requests?.total,
  }));
}
