import type { InputStatus } from '../ingest/account.ts';
import type { Submitter } from '../ingest/ingestor.ts';
import type { Logger } from '../log.ts';
import type { Cursors } from '../state/cursors.ts';
import type { Notes } from '../state/notes.ts';
import type { OtlpEntrance } from './claude-code-otlp/entrance.ts';

/** A source of records: turns foreign shapes into records and submits them, nothing else. */
export interface Input {
  /** Unique; says kind and place. */
  readonly id: string;
  /** Resolves when everything that was there at the start has been read once. */
  start(): Promise<void>;
  /** Resolves when nothing more will be submitted. */
  stop(): Promise<void>;
  status(): InputStatus;
}

/** What an input may use. */
export interface InputContext {
  ingestor: Submitter;
  /** Folder for short-lived copies of foreign databases. */
  scratch: string;
  log: Logger;
  /** Notes of how far files have been read; without them everything is read again. */
  cursors?: Cursors;
  /** What has to be known again after a restart. */
  notes?: Notes;
  /** Where Claude Code's exports go, and where and with what key the service listens for them. */
  otlp?: { receiver: OtlpEntrance; host: string; key?: string };
}
