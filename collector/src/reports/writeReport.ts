import { buildReport, type ReportData } from '../../../src/core/report/build.ts';
import { CHART_LOOKS } from '../../../src/core/chart/look.ts';
import { toHtml } from '../../../src/core/report/html.ts';
import { toJson } from '../../../src/core/report/json.ts';
import { toMarkdown } from '../../../src/core/report/markdown.ts';
import { REPORT_EXTENSIONS, REPORT_MEDIA_TYPES, type ReportFormat } from '../../../src/core/report/spec.ts';

export interface RenderedFile {
  format: ReportFormat;
  /** Without a dot. */
  extension: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** The same data give the same bytes. */
export async function writeReport(data: ReportData, format: ReportFormat): Promise<RenderedFile> {
  return {
    format,
    extension: REPORT_EXTENSIONS[format],
    mediaType: REPORT_MEDIA_TYPES[format],
    bytes: Buffer.from(await written(data, format)),
  };
}

async function written(data: ReportData, format: ReportFormat): Promise<string> {
  switch (format) {
    case 'html': {
      // Loaded with the first report: a service that writes none does without.
      const { drawChart } = await import('../charts/drawChart.ts');
      return toHtml(buildReport(data), (chart, key) => drawChart(chart, CHART_LOOKS.light, key));
    }
    case 'markdown':
      return toMarkdown(buildReport(data));
    case 'json':
      return toJson(data);
  }
}
