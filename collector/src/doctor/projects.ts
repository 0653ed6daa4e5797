import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';

export interface Project {
  folder: string;
  version: 2 | 3;
  /** Of a 3.x project: which of the two ledgers, that alone tell tokens of single calls, are there. */
  ledgers: { trajectories: boolean; transcripts: boolean };
}

export interface Search {
  projects: Project[];
  /** The search ended before it had seen everything. */
  cut: boolean;
}

const MOST_FOLDERS = 20_000;
const MOST_MS = 2000;
const MOST_DEPTH = 4;
/** Large, and no place where a person works. */
const SKIPPED = new Set([
  'node_modules',
  'vendor',
  'dist',
  'build',
  'target',
  'venv',
  '__pycache__',
  'Library',
  'AppData',
  'snap',
  'go',
]);

const MARKS_3 = [
  '.claude-flow/tasks/store.json',
  '.claude-flow/agents/store.json',
  '.claude-flow/swarm/swarm-state.json',
  '.swarm/agentdb-memory.db',
  '.swarm/model-router-trajectories.jsonl',
];
const MARKS_2 = [
  '.claude-flow/metrics/task-metrics.json',
  '.claude-flow/metrics/performance.json',
  '.hive-mind/hive.db',
  '.swarm/memory.db',
];

/** Looks for claude-flow projects at and below the folders, a few levels deep, within two seconds. Follows no links. */
export async function findProjects(
  roots: readonly string[],
  clock: () => number = () => performance.now()
): Promise<Search> {
  const until = clock() + MOST_MS;
  const seen = new Set<string>();
  const projects: Project[] = [];
  let level = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  for (let depth = 0; depth <= MOST_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (seen.has(folder)) {
        continue;
      }
      if (seen.size >= MOST_FOLDERS || clock() > until) {
        return { projects, cut: true };
      }
      seen.add(folder);
      const project = projectAt(folder);
      if (project) {
        projects.push(project);
      }
      next.push(...(depth < MOST_DEPTH ? await below(folder) : []));
    }
    level = next;
  }
  return { projects, cut: false };
}

function projectAt(folder: string): Project | undefined {
  const has = (path: string) => existsSync(join(folder, path));
  const version = MARKS_3.some(has) ? 3 : MARKS_2.some(has) ? 2 : undefined;
  return (
    version && {
      folder,
      version,
      ledgers: {
        trajectories: has('.swarm/model-router-trajectories.jsonl'),
        transcripts: has('.swarm/run-transcripts.jsonl'),
      },
    }
  );
}

/** Folders that can't be read hold nothing that could be watched. */
async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
    .map((entry) => join(folder, entry.name));
}
