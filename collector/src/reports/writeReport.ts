import { buildReport, type ReportData } from '../../../src/core/report/build.ts';
import { CHART_LOOKS } from '../../../src/core/chart/look.ts';
import { toHtml } from '../../../src/core/report/html.ts';
import { toJson } from '../../../src/core/report/json.ts';
import { toMarkdown } from '../../../src/core/report/markdown.ts';
import type { ReportFormat } from '../../../src/core/report/spec.ts';

interface Written {
  /** Without a dot. */
  extension: string;
  mediaType: string;
  bytes: Uint8Array;
}

export interface RenderedFile extends Written {
  format: ReportFormat;
}

/** The same data give the same bytes. */
export async function writeReport(data: ReportData, format: ReportFormat): Promise<RenderedFile> {
  return { format, ...(await written(data, format)) };
}

/** What draws, zips and sets pages is loaded with the first report that needs it: a service that writes none does without. */
async function written(data: ReportData, format: ReportFormat): Promise<Written> {
  // The one time that belongs to the data.
  const at = data.window?.to ?? 0;
  switch (format) {
    case 'html': {
      const { drawChart } = await import('../charts/drawChart.ts');
      const html = toHtml(buildReport(data), (chart, key) => drawChart(chart, CHART_LOOKS.light, key));
      return text('html', 'text/html', html);
    }
    case 'markdown':
      return text('md', 'text/markdown', toMarkdown(buildReport(data)));
    case 'json':
      return text('json', 'application/json', toJson(data));
    case 'csv': {
      const { toCsv } = await import('./csv.ts');
      return toCsv(buildReport(data), at);
    }
    case 'pdf': {
      const { toPdf } = await import('./pdf.ts');
      return { extension: 'pdf', mediaType: 'application/pdf', bytes: await toPdf(buildReport(data), at) };
    }
  }
}

function text(extension: string, type: string, content: string): Written {
  return { extension, mediaType: `${type}; charset=utf-8`, bytes: Buffer.from(content) };
}
