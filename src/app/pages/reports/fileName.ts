import type { ReportFormat } from '../../api/types.ts';

const EXTENSIONS: Record<ReportFormat, string> = { html: 'html', markdown: 'md', json: 'json' };

export const MIME_TYPES: Record<ReportFormat, string> = {
  html: 'text/html;charset=utf-8',
  markdown: 'text/markdown;charset=utf-8',
  json: 'application/json;charset=utf-8',
};

/**
 * Name for a report file: lower-case letters, digits and dashes only, whatever the swarms are called, and short enough
 * for every file system. `at` is epoch ms.
 */
export function reportFileName(swarmIds: readonly string[], format: ReportFormat, at: number): string {
  const swarms = swarmIds.length === 0 ? 'all-swarms' : slug(swarmIds.slice(0, 3).join('-')) || 'swarms';
  const time = new Date(at).toISOString().slice(0, 16).replace(/[:T]/g, '-');
  return `claude-flow-report_${swarms}_${time}.${EXTENSIONS[format]}`;
}

function slug(text: string): string {
  return text
    .slice(0, 200)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}
