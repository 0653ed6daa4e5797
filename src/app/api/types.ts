import type { DataFrame } from '@grafana/data';
import type { SwarmSummary } from '../../core/metrics/swarm.ts';
import type { PerformanceQuery } from '../../core/query/model.ts';

/** Epoch ms; without an end the window is open there, without both it covers everything stored. */
export interface Window {
  from?: number;
  to?: number;
}

export interface SwarmsAnswer {
  swarms: SwarmSummary[];
}

export interface ServiceInfo {
  version: string;
  demo: boolean;
}

export interface CollectorHealth {
  overall: 'healthy' | 'degraded' | 'unhealthy';
  /** State of each part by its name. */
  components: Array<{ name: string; state: string }>;
  demo: boolean;
}

export const REPORT_FORMATS = ['html', 'markdown', 'pdf', 'csv', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** How far a report has come: how many come before it, or what is being done for it. */
export type ReportProgress = { state: 'waiting'; ahead: number } | { state: 'running'; step?: 'reading' | 'writing' };

export interface ReportRequest {
  /** Swarms to report on, at least one. */
  swarmIds: string[];
  format: ReportFormat;
  window: Window;
}

export interface Report {
  format: ReportFormat;
  /** The document as the collector wrote it, with its media type: CSV is an archive where there are several tables. */
  file: Blob;
  /** The same where it is text to show. */
  text?: string;
}

/** Everything the pages ask the collector for. Every method fails with an `ApiError`. */
export interface PerformanceApi {
  /** Of the data source that is asked. */
  readonly uid: string;
  swarms(window: Window): Promise<SwarmsAnswer>;
  info(): Promise<ServiceInfo>;
  query(query: Partial<PerformanceQuery>, window: Window): Promise<DataFrame[]>;
  /** @param job what `reportProgress` is asked about meanwhile */
  report(request: ReportRequest, job: string, signal: AbortSignal): Promise<Report>;
  /** Undefined once the report is made, and from a collector that does not tell. */
  reportProgress(job: string): Promise<ReportProgress | undefined>;
  /** Asks Grafana to check the data source, the way its own settings page does. */
  checkDataSource(): Promise<{ ok: boolean; message: string }>;
  health(): Promise<CollectorHealth>;
}
