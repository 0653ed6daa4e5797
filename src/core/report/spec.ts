export const REPORT_FORMATS = ['html', 'markdown', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What a report is about. */
export interface ReportSpec {
  title: string;
  swarmIds: string[];
  /** Epoch ms; without them everything stored of the swarms is covered. */
  from?: number;
  to?: number;
  baseline?: string;
}

export const REPORT_MEDIA_TYPES: Record<ReportFormat, string> = {
  html: 'text/html; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

export const REPORT_EXTENSIONS: Record<ReportFormat, string> = { html: 'html', markdown: 'md', json: 'json' };
