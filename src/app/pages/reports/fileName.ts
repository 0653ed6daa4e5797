import type { Report, ReportFormat } from '../../api/types.ts';

const EXTENSIONS: Record<ReportFormat, string> = {
  html: 'html',
  markdown: 'md',
  pdf: 'pdf',
  csv: 'csv',
  json: 'json',
};

/**
 * Name for a report file: lower-case letters, digits and dashes only, whatever the swarms are called, and short enough
 * for every file system.
 * @param at epoch ms
 */
export function reportFileName(swarmIds: readonly string[], { format, file }: Report, at: number): string {
  const swarms = swarmIds.length === 0 ? 'all-swarms' : slug(swarmIds.slice(0, 3).join('-')) || 'swarms';
  const time = new Date(at).toISOString().slice(0, 16).replace(/[:T]/g, '-');
  // Several tables as CSV are an archive.
  const extension = file.type.startsWith('application/zip') ? 'zip' : EXTENSIONS[format];
  return `claude-flow-report_${swarms}_${time}.${extension}`;
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
