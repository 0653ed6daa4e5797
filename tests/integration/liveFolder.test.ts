import { cp, mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { FLOW, type Summary } from './support/known.ts';
import { eventually, pause, RECORDING, Workplace, type Service } from './support/service.ts';

const SNAPSHOTS = fileURLToPath(new URL('../fixtures/claude-flow-3/snapshots', import.meta.url));
/** Where claude-flow keeps each store that the snapshots have. */
const PLACES: Record<string, string> = {
  'agents.json': '.claude-flow/agents/store.json',
  'performance.json': '.claude-flow/performance/metrics.json',
  'swarms.json': '.claude-flow/swarm/swarm-state.json',
  'system.json': '.claude-flow/system/metrics.json',
  'tasks.json': '.claude-flow/tasks/store.json',
};

const work = new Workplace();
afterAll(() => work.clear());

/** Puts the stores of a snapshot in the place of those that are there. */
async function show(project: string, snapshot: string): Promise<void> {
  for (const [name, place] of Object.entries(PLACES)) {
    if ((await readdir(join(SNAPSHOTS, snapshot))).includes(name)) {
      const path = join(project, place);
      await mkdir(dirname(path), { recursive: true });
      await cp(join(SNAPSHOTS, snapshot, name), `${path}.new`);
      await rename(`${path}.new`, path);
    }
  }
}

async function totals(service: Service) {
  const { swarms } = (await service.json('/api/v1/swarms')) as { swarms: Summary[] };
  return swarms.map(({ topology, tasks, tokens }) => ({
    topology,
    tasks: tasks.total,
    failed: tasks.failed,
    mean: Math.round(tasks.duration?.mean ?? NaN),
    p95: Math.round(tasks.duration?.p95 ?? NaN),
    tokens: tokens?.total,
  }));
}

describe('a project that is watched while its swarms work', () => {
  it('has its totals though the collector is killed and stopped again and again', async () => {
    const [project, data] = [await work.folder(), await work.folder()];
    const start = () => work.start(['--no-demo', '--data', data, '--claude-flow', project]);
    let service = await start();
    let before = 0;
    for (const [index, snapshot] of (await readdir(SNAPSHOTS)).sort().entries()) {
      await show(project, snapshot);
      // In the middle of a reading, of a transaction, or between two: at another moment each time.
      await pause(700 + index * 130);
      await service.stop(index % 3 === 2 ? 'SIGTERM' : 'SIGKILL');
      service = await start();
      const now = (await totals(service)).reduce((sum, { tasks }) => sum + tasks, 0);
      expect(now).toBeGreaterThan(before);
      before = now;
    }
    await cp(RECORDING, project, { recursive: true });
    const known = FLOW.map(({ topology, tasks, failed, mean, p95, tokens }) => ({
      topology,
      tasks,
      failed,
      mean,
      p95,
      tokens,
    }));
    await eventually(async () => expect(await totals(service)).toEqual(known));
    await service.stop('SIGKILL');
    service = await start();
    expect(await totals(service)).toEqual(known);
    await service.stop();
  });
});
