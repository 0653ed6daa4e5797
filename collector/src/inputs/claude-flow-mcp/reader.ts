import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { InputAccount } from '../../ingest/account.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import { Refusals } from '../shared/refusals.ts';
import type { McpClient, Tool } from './client.ts';
import { McpError } from './http.ts';
import {
  agentRecords,
  assignee,
  finishedTasks,
  hostSamples,
  isAboutTask,
  lastResultSamples,
  listedAgents,
  swarmRecord,
  taskRecord,
  type ListedAgent,
  type Place,
} from './shapes.ts';

/** Agents, swarm and host change with work, so they are read beside new tasks, though not more often than this. */
const BESIDE_WORK_MS = 30_000;
/** And without new tasks, now and then. */
const IDLE_MS = 300_000;
/** Tasks asked for by one reading; the rest of a backlog waits for the next. */
const MOST_TASKS = 20;
const MOST_LISTED = 2000;

interface PendingTask {
  taskId: string;
  /** When it was seen to have finished, if it was watched before. */
  seenAt: number | undefined;
}

/** Reads what the server tells of finished tasks, agents, the latest swarm and its host. */
export class McpReader {
  private readonly agents = new Map<string, ListedAgent>();
  /** Finished tasks that are handed over, of those that the server still lists. */
  private done = new Set<string>();
  private pending = new Map<string, PendingTask>();
  /** Agents that have finished something since their last result was read. */
  private readonly workers = new Set<string>();
  private watching = false;
  private surroundingsAt = -Infinity;
  private listed = MOST_LISTED;
  private readonly described = new Set<string>();
  private readonly refusals: Refusals;

  constructor(
    private readonly client: McpClient,
    private readonly place: Place,
    private readonly account: InputAccount,
    private readonly ingestor: Submitter,
    private readonly clock: () => number = Date.now
  ) {
    this.refusals = new Refusals(account);
  }

  /**
   * One reading; whether there was anything new. What was read before a failure is kept.
   *
   * @throws McpError what the server did; ServiceError what the store did
   */
  async readOnce(): Promise<boolean> {
    await this.list();
    const worked = this.pending.size > 0;
    await this.readSurroundings(worked ? BESIDE_WORK_MS : IDLE_MS);
    try {
      await this.readTasks();
      return worked;
    } finally {
      const total = this.pending.size + this.done.size;
      this.account.advance(this.pending.size === 0 ? undefined : this.done.size / total);
    }
  }

  private async readTasks(): Promise<void> {
    const batch = [...this.pending].slice(0, MOST_TASKS);
    for (const [key, task] of batch) {
      const agentId = await this.readTask(key, task);
      if (agentId !== undefined) {
        this.workers.add(agentId);
      }
    }
    if (this.place.swarm !== undefined) {
      for (const agentId of this.workers) {
        const answer = await this.tolerant('agent_status', { agentId });
        await this.submit(lastResultSamples(answer, this.place, this.clock()));
        this.workers.delete(agentId);
      }
    }
  }

  /** Forgets that anything was handed over. */
  again(): void {
    this.done.clear();
    this.described.clear();
    this.surroundingsAt = -Infinity;
  }

  /** The server was away: what finishes meanwhile is not seen finishing. */
  lost(): void {
    this.watching = false;
    this.surroundingsAt = -Infinity;
  }

  private async readSurroundings(every: number): Promise<void> {
    const now = this.clock();
    if (now - this.surroundingsAt < every) {
      return;
    }
    for (const agent of listedAgents(await this.tolerant('agent_list'))) {
      this.agents.set(agent.agentId, agent);
    }
    const swarm = swarmRecord(await this.tolerant('swarm_status'), this.place.scope, now);
    const host = hostSamples(await this.tolerant('system_metrics'), this.place.scope);
    await this.submit(host, [...(swarm ? [swarm] : []), ...agentRecords(this.agents.values(), this.place, now)]);
    this.surroundingsAt = now;
  }

  private async list(): Promise<void> {
    const seenAt = this.watching ? this.clock() : undefined;
    // Without a status the open tasks, which tell nothing yet, would take the places of finished ones.
    const answer = await this.ask({ status: 'completed,failed,cancelled', limit: this.listed });
    const { tasks, malformed } = finishedTasks(answer);
    malformed.forEach((item) =>
      this.refusals.once(`listed ${JSON.stringify(item)}`, {
        reason: 'malformed',
        message: 'a task that task_list names has no id or status',
      })
    );
    const keys = new Map(tasks.map((task) => [`${task.taskId}|${task.status}`, task.taskId]));
    this.done = new Set([...this.done].filter((key) => keys.has(key)));
    // Oldest first, so that what is stored grows as it happened.
    const fresh = [...keys].filter(([key]) => !this.done.has(key)).reverse();
    this.pending = new Map(fresh.map(([key, taskId]) => [key, this.pending.get(key) ?? { taskId, seenAt }]));
    this.watching = true;
  }

  private async ask(args: { status: string; limit: number }): Promise<Record<string, unknown>> {
    try {
      return await this.client.call('task_list', args);
    } catch (error) {
      if (error instanceof McpError && error.failure.kind === 'too_large') {
        this.listed = Math.max(1, Math.floor(this.listed / 2));
      }
      throw error;
    }
  }

  private async readTask(key: string, { taskId, seenAt }: PendingTask): Promise<string | undefined> {
    const answer = await this.statusOf(taskId);
    const agentId = assignee(answer);
    const record = taskRecord(answer, this.place, this.agents.get(agentId ?? ''), seenAt);
    if (record && 'reason' in record) {
      this.refusals.once(key, record);
    } else if (record) {
      await this.submit([record]);
    } else if (!isAboutTask(answer)) {
      this.refusals.once(key, { reason: 'malformed', message: 'nothing is told of a task that is listed as finished' });
    }
    this.pending.delete(key);
    this.done.add(key);
    return agentId;
  }

  /** The answer about a task; empty when the server refuses it: others may be told. */
  private async statusOf(taskId: string): Promise<Record<string, unknown>> {
    try {
      return await this.client.call('task_status', { taskId });
    } catch (error) {
      if (error instanceof McpError && error.failure.kind === 'tool') {
        return {};
      }
      throw error;
    }
  }

  /** A tool that is missing or answers nonsense must not keep the others from being read. */
  private async tolerant(tool: Tool, args?: Record<string, unknown>): Promise<Record<string, unknown>> {
    try {
      return await this.client.call(tool, args);
    } catch (error) {
      if (error instanceof McpError && error.failure.kind === 'tool') {
        this.refusals.once(`tool ${tool}`, { reason: 'malformed', message: error.message });
        return {};
      }
      throw error;
    }
  }

  private async submit(records: readonly IngestRecord[], descriptions: readonly IngestRecord[] = []): Promise<void> {
    const fresh = descriptions.filter(({ id }) => !this.described.has(id));
    if (records.length + fresh.length > 0) {
      await this.ingestor.submit(this.account, records, fresh);
    }
    fresh.forEach(({ id }) => this.described.add(id));
  }
}
