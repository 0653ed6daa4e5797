import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import { DEFAULT_QUERY, type PerformanceQuery as CoreQuery } from '../core/query/model.ts';

export const EDITOR_MODES = ['builder', 'code'] as const;
export type EditorMode = (typeof EDITOR_MODES)[number];

interface Edited extends DataQuery {
  /** How the query is shown in the editor; absent means the builder. No answer depends on it. */
  editorMode?: EditorMode;
  /** Asked again whenever something new is stored, while somebody looks. No answer depends on it. */
  live?: boolean;
}

/** A query as dashboards, alert rules and Explore keep it: what is missing takes its default. */
export interface PerformanceQuery extends Edited, Partial<Omit<CoreQuery, keyof DataQuery>> {}

/** A query with nothing missing. */
export interface CompleteQuery extends Edited, Omit<CoreQuery, keyof DataQuery> {}

export interface PerformanceOptions extends DataSourceJsonData {
  /** Seconds that a request may take. */
  timeout?: number;
  tlsSkipVerify?: boolean;
  tlsAuthWithCACert?: boolean;
  tlsAuth?: boolean;
  serverName?: string;
}

/** Goes to Grafana's server and never comes back. */
export interface PerformanceSecrets {
  apiKey?: string;
  tlsCACert?: string;
  tlsClientCert?: string;
  tlsClientKey?: string;
}

export function completeQuery(query: PerformanceQuery): CompleteQuery {
  return { ...DEFAULT_QUERY, ...query };
}
