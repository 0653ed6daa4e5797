import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ServiceError } from '../../errors.ts';
import { InputAccount, type InputStatus } from '../../ingest/account.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import type { Input } from '../input.ts';
import { ProjectReader } from './projectReader.ts';

const POLL_MS = 1000;

/** A claude-flow 2.x project folder, watched by polling. */
export class ClaudeFlow2Input implements Input {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  private constructor(
    private readonly folder: string,
    private readonly account: InputAccount,
    private readonly reader: ProjectReader
  ) {}

  /**
   * @param scratch folder for short-lived copies of databases
   * @throws ServiceError `CONFIG` when the folder does not exist.
   */
  static async create(folder: string, ingestor: Submitter, scratch?: string): Promise<ClaudeFlow2Input> {
    const path = await existingFolder(folder);
    // The folder's path may name a person: it is known by its hash, and by its last name to people.
    const hash = createHash('sha256').update(path).digest('hex');
    const account = new InputAccount(`claude-flow-2:${basename(path)}:${hash.slice(0, 4)}`, 'claude-flow-2');
    const reader = new ProjectReader(path, `claude-flow-2:${hash.slice(0, 16)}`, account, ingestor, scratch);
    return new ClaudeFlow2Input(path, account, reader);
  }

  get id(): string {
    return this.account.id;
  }

  async start(): Promise<void> {
    this.round = this.poll();
    await this.round;
    this.schedule();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  status(): InputStatus {
    return this.account.status();
  }

  private schedule(): void {
    if (!this.stopped) {
      this.timer = setTimeout(() => {
        this.round = this.poll().finally(() => this.schedule());
      }, POLL_MS);
    }
  }

  private async poll(): Promise<void> {
    try {
      await stat(this.folder);
    } catch {
      this.account.report(
        'degraded',
        'The folder is gone. What was read of it is kept; it is read again when it is back.'
      );
      return;
    }
    try {
      const { found, problems } = await this.reader.readOnce();
      if (problems.length > 0) {
        this.account.report('degraded', problems.join('; '));
      } else if (found) {
        this.account.report('ok');
      } else {
        this.account.report(
          'waiting',
          'Nothing of claude-flow 2.x is in the folder yet: start a swarm in it, or check that it is the project folder.'
        );
      }
    } catch (error) {
      this.account.report(
        'degraded',
        `Could not be stored, will be tried again: ${error instanceof Error ? error.message : String(error)}`
      );
      this.reader.again();
    }
  }
}

async function existingFolder(folder: string): Promise<string> {
  try {
    const path = await realpath(folder);
    if ((await stat(path)).isDirectory()) {
      return path;
    }
  } catch {
    // Said below, together with "not a folder".
  }
  throw new ServiceError(
    'CONFIG',
    `There is no folder ${folder}. Give the project folder that holds .swarm/ or .hive-mind/ of claude-flow 2.x.`
  );
}
