import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { InputAccount } from '../../ingest/account.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import { Refusals } from '../shared/refusals.ts';
import { ActivityReader } from './activityReader.ts';
import { feedbackRecords } from './feedback.ts';
import { FeedbackDb, type FeedbackRow } from './feedbackDb.ts';
import { performanceSamples, systemSamples } from './host.ts';
import { parseCliSwarm, parseHive } from './hive.ts';
import { JsonFile, type JsonReading } from './jsonFile.ts';
import { lastResultSamples } from './lastResults.ts';
import { LedgerReader } from './ledgerReader.ts';
import { memorySamples } from './memoryEntries.ts';
import { projectPaths } from './paths.ts';
import { ProjectRegistry } from './registry.ts';
import { isFinished, parseTasks, toTaskRecord, type FlowTask } from './tasks.ts';

/** What is known of a task so far, and under which id it was last handed over. */
interface TrackedTask {
  task: FlowTask;
  /** Seen unfinished by us: then a later failure has happened between two readings. */
  seenOpen: boolean;
  failedAt?: number;
  emitted?: string;
}

export interface Round {
  /** Anything of claude-flow is there. */
  found: boolean;
  problems: string[];
}

/**
 * Reads one project folder and hands over what is new. Tasks are read before agents and swarms: whatever a task names was
 * written before it, so a later reading of the others knows it.
 */
export class ProjectReader {
  private readonly files;
  private readonly registry: ProjectRegistry;
  private readonly ledgers: LedgerReader;
  private readonly feedback: FeedbackDb;
  private readonly activity: ActivityReader;
  private readonly tracked = new Map<string, TrackedTask>();
  private readonly refusals: Refusals;
  private readonly feedbackSeen = new Map<string, string>();
  private feedbackRows: FeedbackRow[] = [];
  /** Something that records of tasks and feedback are made of has changed since they were made. */
  private due = false;

  constructor(
    folder: string,
    private readonly scope: string,
    private readonly account: InputAccount,
    private readonly ingestor: Submitter,
    scratch?: string
  ) {
    const paths = projectPaths(folder);
    this.files = {
      tasks: new JsonFile(paths.tasks),
      agents: new JsonFile(paths.agents),
      hiveAgents: new JsonFile(paths.hiveAgents),
      swarms: new JsonFile(paths.swarms),
      hive: new JsonFile(paths.hive),
      cliSwarm: new JsonFile(paths.cliSwarm),
      performance: new JsonFile(paths.performance),
      system: new JsonFile(paths.system),
    };
    this.refusals = new Refusals(account);
    this.registry = new ProjectRegistry(scope);
    this.ledgers = new LedgerReader(paths, scope, this.registry, account, ingestor);
    this.feedback = new FeedbackDb(paths.feedback, scratch);
    this.activity = new ActivityReader(paths, scope, account, ingestor, scratch);
  }

  async readOnce(): Promise<Round> {
    const tasks = await this.files.tasks.read();
    const feedback = await this.feedback.read();
    const hasLedgers = await this.ledgers.look();
    const activity = await this.activity.readOnce();
    const agents = await Promise.all([this.files.agents.read(), this.files.hiveAgents.read()]);
    const swarms = await this.files.swarms.read();
    const hive = await this.files.hive.read();
    const cliSwarm = await this.files.cliSwarm.read();
    const host = { performance: await this.files.performance.read(), system: await this.files.system.read() };

    const problems = [
      ...problemsOf('tasks/store.json', tasks),
      ...problemsOf('agents/store.json', agents[0]),
      ...problemsOf('agents.json', agents[1]),
      ...problemsOf('swarm-state.json', swarms),
      ...problemsOf('hive-mind/state.json', hive),
      ...problemsOf('.swarm/state.json', cliSwarm),
      ...(feedback.state === 'unreadable' ? [`agentdb-memory.db: ${feedback.problem}`] : []),
      ...activity.problems,
    ];
    const descriptions = [
      ...this.takeSwarms(swarms, problems),
      ...this.takeOtherSwarms(hive, cliSwarm),
      ...this.takeAgents(agents, hive, problems),
    ];
    const records: IngestRecord[] = [...activity.records];
    this.takeTasks(tasks, problems);
    if (feedback.state === 'changed') {
      this.feedbackRows = feedback.rows;
      records.push(...memorySamples(feedback.entries, 'agentdb-memory.db', this.scope));
    }
    this.due ||= [tasks, feedback, ...agents, swarms, hive, cliSwarm].some(({ state }) => state === 'changed');
    // While one of these is torn, work could be given to the wrong swarm: it waits for the next round.
    if (![...agents, swarms, hive].some((reading) => reading.state === 'unreadable')) {
      if (this.due) {
        this.due = false;
        records.push(...this.newTaskRecords(), ...this.newFeedbackRecords());
      }
      records.push(...this.takeLastResults(agents));
      await this.ledgers.handOver();
      await this.activity.handOverCosts(this.registry);
    }
    records.push(...hostRecords(host, this.scope));
    if (records.length + descriptions.length > 0) {
      await this.ingestor.submit(this.account, records, descriptions);
    }
    this.activity.confirm();
    const states = [tasks, ...agents, swarms, hive, cliSwarm, host.performance, host.system].map(
      (reading) => reading.state
    );
    return {
      found:
        hasLedgers || activity.found || states.some((state) => state !== 'missing') || feedback.state !== 'missing',
      problems,
    };
  }

  /** Forgets what was handed over, so that everything is read and submitted again. */
  again(): void {
    Object.values(this.files).forEach((file) => file.again());
    this.feedback.again();
    this.ledgers.again();
    this.activity.again();
    this.due = true;
    this.feedbackSeen.clear();
    this.tracked.forEach((tracked) => delete tracked.emitted);
  }

  private takeSwarms(reading: JsonReading, problems: string[]): IngestRecord[] {
    if (reading.state !== 'changed') {
      return [];
    }
    const records = this.registry.acceptSwarms(reading.value, reading.modifiedAt);
    if (!records) {
      problems.push('swarm-state.json: holds no swarms');
      this.files.swarms.again();
    }
    return records ?? [];
  }

  private takeOtherSwarms(hive: JsonReading, cliSwarm: JsonReading): IngestRecord[] {
    const [ofHive, ofCli] = [
      hive.state === 'changed' ? parseHive(hive.value) : undefined,
      cliSwarm.state === 'changed' ? parseCliSwarm(cliSwarm.value) : undefined,
    ];
    return [
      ...(ofHive && hive.state === 'changed' ? this.registry.acceptHive(ofHive, hive.modifiedAt) : []),
      ...(ofCli && cliSwarm.state === 'changed' ? this.registry.acceptCliSwarm(ofCli, cliSwarm.modifiedAt) : []),
    ];
  }

  private takeAgents(readings: readonly JsonReading[], hive: JsonReading, problems: string[]): IngestRecord[] {
    readings.forEach((reading, index) => {
      if (reading.state === 'changed' && !this.registry.acceptAgents(reading.value)) {
        problems.push('an agent store holds no agents');
        [this.files.agents, this.files.hiveAgents][index]?.again();
      }
    });
    const changed = [...readings, hive].flatMap((reading) => (reading.state === 'changed' ? reading.modifiedAt : []));
    return changed.length > 0 ? this.registry.agentRecords(Math.max(...changed)) : [];
  }

  private takeLastResults(readings: readonly JsonReading[]): IngestRecord[] {
    return readings.flatMap((reading) =>
      reading.state === 'changed'
        ? lastResultSamples(
            reading.value,
            this.scope,
            this.registry,
            (agentId) => this.lastEndOf(agentId) ?? reading.modifiedAt
          )
        : []
    );
  }

  /** End of an agent's latest finished task: the best guess at when its last call was. */
  private lastEndOf(agentId: string): number | undefined {
    const ends = [...this.tracked.values()].flatMap(({ task }) =>
      task.agentId === agentId ? (task.completedAt ?? []) : []
    );
    return ends.length > 0 ? Math.max(...ends) : undefined;
  }

  private takeTasks(reading: JsonReading, problems: string[]): void {
    if (reading.state !== 'changed') {
      return;
    }
    const parsed = parseTasks(reading.value);
    if (!parsed) {
      problems.push('tasks/store.json: holds no tasks');
      this.files.tasks.again();
      return;
    }
    parsed.withoutStatus.forEach((key) =>
      this.refusals.once(`task ${key}`, { reason: 'malformed', message: 'a task in tasks/store.json has no status' })
    );
    for (const task of parsed.tasks) {
      const before = this.tracked.get(task.taskId);
      const seenOpen = before?.seenOpen === true || !isFinished(task);
      const failedNow = before?.seenOpen === true && task.status === 'failed' && before.failedAt === undefined;
      this.tracked.set(task.taskId, {
        ...before,
        task,
        seenOpen,
        ...(failedNow ? { failedAt: reading.modifiedAt } : {}),
      });
    }
  }

  private newTaskRecords(): IngestRecord[] {
    return [...this.tracked.values()].flatMap((tracked) => {
      const record = toTaskRecord(tracked.task, this.scope, this.registry, tracked.failedAt);
      if (record && 'reason' in record) {
        this.refusals.once(`task ${tracked.task.taskId}`, record);
        return [];
      }
      if (!record || record.id === tracked.emitted) {
        return [];
      }
      tracked.emitted = record.id;
      return record;
    });
  }

  private newFeedbackRecords(): IngestRecord[] {
    return this.feedbackRows.flatMap((row) => {
      const task = (taskId: string) => this.tracked.get(taskId)?.task;
      const records = feedbackRecords(row, { scope: this.scope, registry: this.registry, task });
      const version = Array.isArray(records) ? (records[0]?.id ?? '') : `malformed ${row.updatedAt}`;
      if (this.feedbackSeen.get(row.key) === version) {
        return [];
      }
      this.feedbackSeen.set(row.key, version);
      if (!Array.isArray(records)) {
        this.account.reject(records);
        return [];
      }
      return records;
    });
  }
}

function problemsOf(name: string, reading: JsonReading): string[] {
  return reading.state === 'unreadable' ? [`${name}: ${reading.problem}`] : [];
}

function hostRecords(
  { performance, system }: { performance: JsonReading; system: JsonReading },
  scope: string
): IngestRecord[] {
  return [
    ...(performance.state === 'changed' ? performanceSamples(performance.value, scope) : []),
    ...(system.state === 'changed' ? systemSamples(system.value, scope) : []),
  ];
}
