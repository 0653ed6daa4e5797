import type { ErrorCode, FieldError } from '../../errors.ts';
import type { VectorGroup } from '../../../../src/core/query/plan.ts';
import type { AppendOutcome, StoreInfo } from '../store.ts';
import type { EncodedTable } from './encode.ts';
import type { QueryResult, SqlParameter } from './run.ts';
import type { VectorShape } from './vectors.ts';

/** Messages between the service and the thread that owns the file. */
export type Request = { id: number } & (
  | { op: 'open'; file: string }
  | { op: 'append'; tables: EncodedTable[] }
  | { op: 'query'; sql: string; parameters: SqlParameter[] }
  | { op: 'vectors'; sql: string; parameters: SqlParameter[]; shape: VectorShape }
  | { op: 'cancel'; target: number }
  | { op: 'info' }
  | { op: 'close' }
);

export interface Answers {
  open: null;
  append: AppendOutcome[];
  query: QueryResult;
  vectors: VectorGroup[];
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
