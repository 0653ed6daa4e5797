import type { InputStatus } from '../ingest/account.ts';

/** A source of records: turns foreign shapes into records and submits them, nothing else. */
export interface Input {
  readonly id: string;
  /** Resolves when everything that was there at the start has been read once. */
  start(): Promise<void>;
  /** Resolves when nothing more will be submitted. */
  stop(): Promise<void>;
  status(): InputStatus;
}
