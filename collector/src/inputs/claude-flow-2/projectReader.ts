import { join } from 'node:path';
import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { InputAccount } from '../../ingest/account.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import { JsonFile } from '../claude-flow-3/jsonFile.ts';
import { SqliteCopy } from '../shared/sqliteCopy.ts';
import { readHive } from './hiveDb.ts';
import { commandRecord, taskRecord } from './hooks.ts';
import { hostSamples } from './host.ts';
import { readMemory, type MemoryRow } from './memoryDb.ts';
import { Registry } from './registry.ts';

export interface Round {
  /** Whether anything of claude-flow 2.x is in the folder. */
  found: boolean;
  problems: string[];
}

/**
 * Reads a claude-flow 2.x project folder: the memory of hooks and MCP server, the hive-mind's database, and the host's
 * CPU and memory. The other files hold totals of the last process, token counts with output 0, or prompts.
 */
export class ProjectReader {
  private readonly memory: SqliteCopy;
  private readonly hive: SqliteCopy;
  private readonly system: JsonFile;
  private readonly registry: Registry;
  /** Work of the memory as last read: its swarm may become known when another file is read. */
  private work: MemoryRow[] = [];
  /** What was handed over of what is in the files now; the bound of its size is theirs. */
  private handedOver = new Set<string>();
  private refused = new Set<string>();

  constructor(
    folder: string,
    private readonly scope: string,
    private readonly account: InputAccount,
    private readonly ingestor: Submitter,
    scratch?: string
  ) {
    this.memory = new SqliteCopy(join(folder, '.swarm', 'memory.db'), scratch);
    this.hive = new SqliteCopy(join(folder, '.hive-mind', 'hive.db'), scratch);
    this.system = new JsonFile(join(folder, '.claude-flow', 'metrics', 'system-metrics.json'));
    this.registry = new Registry(scope);
  }

  async readOnce(): Promise<Round> {
    const memory = await this.memory.read(readMemory);
    const hive = await this.hive.read(readHive);
    const system = await this.system.read();
    const problems = [
      ...(memory.state === 'unreadable' ? [`.swarm/memory.db: ${memory.problem}`] : []),
      ...(hive.state === 'unreadable' ? [`.hive-mind/hive.db: ${hive.problem}`] : []),
      ...(system.state === 'unreadable' ? [`system-metrics.json: ${system.problem}`] : []),
    ];
    if (memory.state === 'changed') {
      memory.value.rows.forEach((row) => this.registry.acceptRow(row));
      this.work = memory.value.rows.filter(isWork);
      this.refuseNew(memory.value.malformed);
    }
    if (hive.state === 'changed') {
      this.registry.acceptHive(hive.value, Date.now());
    }
    const host = system.state === 'changed' ? hostSamples(system.value, this.scope) : [];
    if (!host) {
      problems.push('system-metrics.json: holds no list of samples');
      this.system.again();
    }
    const changed = [memory, hive, system].some((reading) => reading.state === 'changed');
    if (changed) {
      await this.submit([...this.workRecords(), ...(host ?? [])]);
    }
    const found = [memory, hive, system].some((reading) => reading.state !== 'missing');
    return { found, problems };
  }

  /** Forgets what was handed over, so that everything is read and submitted again. */
  again(): void {
    this.memory.again();
    this.hive.again();
    this.system.again();
    this.handedOver.clear();
  }

  private async submit(records: readonly IngestRecord[]): Promise<void> {
    const descriptions = this.registry.records();
    const fresh = (record: IngestRecord) => !this.handedOver.has(nameOf(record));
    const [newRecords, newDescriptions] = [records.filter(fresh), descriptions.filter(fresh)];
    if (newRecords.length + newDescriptions.length > 0) {
      await this.ingestor.submit(this.account, newRecords, newDescriptions);
    }
    const kept = [...this.handedOver].filter((name) => name.startsWith('claude-flow-2/system'));
    const hasHost = records.some((record) => record.source === 'claude-flow-2/system');
    this.handedOver = new Set([...(hasHost ? [] : kept), ...[...records, ...descriptions].map(nameOf)]);
  }

  private workRecords(): IngestRecord[] {
    return this.work.flatMap((row) => {
      const record =
        row.namespace === 'hooks:post-task'
          ? taskRecord(row, this.scope, this.registry)
          : commandRecord(row, this.scope);
      if ('reason' in record) {
        this.refuseNew([`${row.namespace} ${row.key}`], record);
        return [];
      }
      return record;
    });
  }

  /** Counts what can't be read once, not once a reading. */
  private refuseNew(
    names: readonly string[],
    rejection: Parameters<InputAccount['reject']>[0] = {
      reason: 'malformed',
      message: 'a row of .swarm/memory.db is not the JSON that belongs there',
    }
  ): void {
    for (const name of names) {
      if (!this.refused.has(name)) {
        this.refused.add(name);
        this.account.reject(rejection);
      }
    }
  }
}

function isWork({ namespace }: MemoryRow): boolean {
  return namespace === 'hooks:post-task' || namespace === 'hooks:post-bash';
}

function nameOf(record: IngestRecord): string {
  return `${record.source}|${record.type}|${record.id}`;
}
