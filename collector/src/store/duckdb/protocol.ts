import type { ErrorCode, FieldError } from '../../errors.ts';
import type { AppendOutcome, StoreInfo } from '../store.ts';
import type { EncodedTable } from './encode.ts';
import type { QueryResult, SqlParameter } from './run.ts';

/** Messages between the service and the thread that owns the file. */
export type Request = { id: number } & (
  | { op: 'open'; file: string }
  | { op: 'append'; tables: EncodedTable[] }
  | { op: 'query'; sql: string; parameters: SqlParameter[] }
  | { op: 'cancel'; target: number }
  | { op: 'info' }
  | { op: 'close' }
);

export interface Answers {
  open: null;
  append: AppendOutcome[];
  query: QueryResult;
  cancel: null;
  info: StoreInfo;
  close: null;
}

/** A ServiceError as it crosses threads; other errors travel with code `INTERNAL`. */
export interface WireError {
  code: ErrorCode;
  message: string;
  fields?: FieldError[];
}

export type Reply = { id: number } & ({ ok: true; value: Answers[keyof Answers] } | { ok: false; error: WireError });
