import { appendFile, mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectPaths } from '../inputs/claude-flow-3/paths.ts';
import { NOON } from './records.ts';
import { tempFolder } from './tempFolder.ts';

export const iso = (time: number) => new Date(time).toISOString();

/** A claude-flow 3.x project folder that a test fills as claude-flow would. */
export class TestProject {
  readonly paths: ReturnType<typeof projectPaths>;

  private constructor(readonly folder: string) {
    this.paths = projectPaths(folder);
  }

  static async create(): Promise<TestProject> {
    return new TestProject(await tempFolder());
  }

  /** Text as it is, everything else as JSON. */
  async write(path: string, content: unknown): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  }

  async append(path: string, lines: readonly unknown[]): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  }

  async tasks(...tasks: Array<Record<string, unknown>>): Promise<void> {
    await this.write(this.paths.tasks, { tasks: byId('taskId', tasks), version: '3.0.0' });
  }

  async agents(...agents: Array<Record<string, unknown>>): Promise<void> {
    await this.write(this.paths.agents, { agents: byId('agentId', agents), version: '3.0.0' });
  }

  async swarms(...swarms: Array<Record<string, unknown>>): Promise<void> {
    await this.write(this.paths.swarms, { swarms: byId('swarmId', swarms), version: '3.0.0' });
  }

  /** Sets the time of a file's last change, as if nobody had written since. */
  async age(path: string, time: number): Promise<void> {
    await utimes(path, time / 1000, time / 1000);
  }

  /** Every file and folder with size and time of change, to show that nobody wrote. */
  async listing(): Promise<string[]> {
    const names = (await readdir(this.folder, { recursive: true })).sort();
    return Promise.all(
      ['.', ...names].map(async (name) => {
        const { size, mtimeNs, mode } = await stat(join(this.folder, name), { bigint: true });
        return `${name} ${size} ${mtimeNs} ${mode}`;
      })
    );
  }
}

/** A completed task of agent-1: three seconds of work after one second of waiting. */
export function flowTask(taskId: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    taskId,
    type: 'research',
    status: 'completed',
    assignedTo: ['agent-1'],
    createdAt: iso(NOON),
    startedAt: iso(NOON + 1000),
    completedAt: iso(NOON + 4000),
    ...fields,
  };
}

export function flowAgent(agentId: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { agentId, agentType: 'coder', model: 'sonnet', createdAt: iso(NOON - 60_000), ...fields };
}

export function flowSwarm(swarmId: string, agents: unknown[], fields: Record<string, unknown> = {}) {
  return { swarmId, topology: 'mesh', agents, createdAt: iso(NOON - 60_000), updatedAt: iso(NOON - 60_000), ...fields };
}

function byId(name: string, values: ReadonlyArray<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(values.map((value) => [String(value[name]), value]));
}
