import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/tempFolder.ts';
import { findProjects } from './projects.ts';

async function home(...files: string[]): Promise<string> {
  const folder = await realpath(await tempFolder());
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), '');
  }
  return folder;
}

describe('the search for claude-flow projects', () => {
  it('tells 3.x from 2.x, and which ledgers are there', async () => {
    const folder = await home(
      'three/.claude-flow/tasks/store.json',
      'three/.swarm/run-transcripts.jsonl',
      'three/.swarm/memory.db',
      'two/.claude-flow/metrics/task-metrics.json',
      'none/.claude-flow/readme'
    );
    const { projects, cut } = await findProjects([folder]);
    expect(cut).toBe(false);
    expect(projects).toEqual([
      { folder: join(folder, 'three'), version: 3, ledgers: { trajectories: false, transcripts: true } },
      { folder: join(folder, 'two'), version: 2, ledgers: { trajectories: false, transcripts: false } },
    ]);
  });

  it('goes four levels deep, not into packages, hidden folders or links, and sees each folder once', async () => {
    const mark = '.hive-mind/hive.db';
    const folder = await home(`a/b/c/d/${mark}`, `a/b/c/d/e/${mark}`, `node_modules/p/${mark}`, `.cache/p/${mark}`);
    const outside = await home(mark);
    await symlink(outside, join(folder, 'link'));
    const { projects } = await findProjects([folder, join(folder, 'a'), '/no such folder', folder]);
    expect(projects.map((project) => project.folder).sort()).toEqual([
      join(folder, 'a/b/c/d'),
      join(folder, 'a/b/c/d/e'),
    ]);
    expect((await findProjects([folder])).projects).toHaveLength(1);
  });

  it('ends after two seconds and says so', async () => {
    let now = 0;
    const folder = await home('a/.hive-mind/hive.db', 'b/.hive-mind/hive.db');
    const { projects, cut } = await findProjects([folder], () => (now += 700));
    expect([projects.length, cut]).toEqual([1, true]);
  });
});
