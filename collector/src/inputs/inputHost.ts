import { isDeepStrictEqual } from 'node:util';
import type { InputConfig } from '../config/inputs.ts';
import { ServiceError } from '../errors.ts';
import { InputAccount, type InputStatus } from '../ingest/account.ts';
import type { StateDb } from '../state/stateDb.ts';
import { createInput } from './createInput.ts';
import type { Input, InputContext } from './input.ts';

interface Hosted {
  input: Input;
  config: InputConfig;
  /** Added through the API, so it can be removed there; configured ones are removed from the configuration. */
  added: boolean;
  /** It stands in for an input that could not be made, and is tried again. */
  missing: boolean;
}

/** How often an input that could not be made is tried again: its folder may be back. */
const RETRY_MS = 10_000;

export interface HostedStatus extends InputStatus {
  config: InputConfig;
  removable: boolean;
}

/** The configured inputs, and those that are added while the service runs. */
export class InputHost {
  private readonly hosted = new Map<string, Hosted>();
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: InputContext,
    private readonly state: StateDb
  ) {}

  /** Makes the inputs that are configured, and those that were added in earlier runs. */
  async prepare(configured: readonly InputConfig[]): Promise<void> {
    for (const config of configured) {
      await this.make(config, false);
    }
    for (const { id, config } of this.state.inputs()) {
      try {
        await this.make(config, true);
      } catch (error) {
        // What a person once added and is gone now is no reason not to start.
        this.hosted.set(id, { input: unavailable(id, config, error), config, added: true, missing: true });
      }
    }
  }

  /** Resolves when everything that was there has been read once. */
  async start(): Promise<void> {
    await Promise.all([...this.hosted.values()].map(({ input }) => input.start()));
    this.retry = setInterval(() => void this.retryMissing(), RETRY_MS);
    this.retry.unref();
  }

  /** Makes and starts what could not be made before. */
  async retryMissing(): Promise<void> {
    for (const { config } of [...this.hosted.values()].filter(({ missing }) => missing)) {
      try {
        const { entry, isNew } = await this.make(config, true);
        if (isNew) {
          await entry.input.start();
        }
      } catch {
        // Its state says what is wrong, and the next try comes.
      }
    }
  }

  /**
   * Adds an input and starts it; it is there after a restart too. Adding the same again changes nothing.
   * @throws ServiceError `CONFIG` when it can't run as configured, `CONFLICT` when it is there with another configuration.
   */
  async add(config: InputConfig, now: number): Promise<HostedStatus> {
    const { entry, isNew } = await this.make(config, true);
    if (isNew) {
      this.state.saveInput(entry.input.id, config, now);
      await entry.input.start();
    }
    return statusOf(entry);
  }

  /** @throws ServiceError `NOT_FOUND`, or `CONFIG` when the input is configured elsewhere. */
  async remove(id: string): Promise<void> {
    const entry = this.hosted.get(id);
    if (!entry) {
      throw new ServiceError('NOT_FOUND', `There is no input ${id}.`, { known: [...this.hosted.keys()] });
    }
    if (!entry.added) {
      throw new ServiceError(
        'CONFIG',
        `${id} was configured at the start: remove it from the configuration or the command line.`
      );
    }
    this.hosted.delete(id);
    this.state.removeInput(id);
    await entry.input.stop();
    this.state.cursors.forget(id);
  }

  statuses(): HostedStatus[] {
    return [...this.hosted.values()].map(statusOf);
  }

  async stop(): Promise<void> {
    clearInterval(this.retry);
    await Promise.all([...this.hosted.values()].map(({ input }) => input.stop()));
  }

  private async make(config: InputConfig, added: boolean): Promise<{ entry: Hosted; isNew: boolean }> {
    const input = await createInput(config, { ...this.context, cursors: this.state.cursors, notes: this.state.notes });
    const there = this.hosted.get(input.id);
    if (there && !there.missing) {
      if (!isDeepStrictEqual(there.config, config)) {
        throw new ServiceError(
          added ? 'CONFLICT' : 'CONFIG',
          `${input.id} is there already, with another configuration: remove it first, or configure it once only.`
        );
      }
      return { entry: there, isNew: false };
    }
    const entry = { input, config, added, missing: false };
    this.hosted.set(input.id, entry);
    return { entry, isNew: true };
  }
}

function statusOf({ input, config, added }: Hosted): HostedStatus {
  return { ...input.status(), config: withoutSecrets(config), removable: added };
}

/** Headers hold keys: who looks at the inputs sees their names only. */
function withoutSecrets(config: InputConfig): InputConfig {
  return config.kind === 'prometheus'
    ? { ...config, headers: Object.fromEntries(Object.keys(config.headers).map((name) => [name, '(hidden)'])) }
    : config;
}

/** Stands in for an input that can't be made: says why, and can be removed. */
function unavailable(id: string, config: InputConfig, error: unknown): Input {
  const account = new InputAccount(id, config.kind);
  account.report('degraded', error instanceof Error ? error.message : String(error));
  return { id, start: async () => undefined, stop: async () => undefined, status: () => account.status() };
}
