import { parse as csvParse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import papaparse from 'papaparse';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it, vi } from 'vitest';
import { buildReport, type ReportData } from '../../../src/core/report/build.ts';
import { formatValue } from '../../../src/core/report/format.ts';
import { REPORT_FORMATS } from '../../../src/core/report/spec.ts';
import { analysesOf, dataOf } from '../../../src/core/report/testing/reportData.ts';
import { writeReport } from './writeReport.ts';

const HOSTILE = [
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '  =1',
  '\r\n=1',
  '＝1+1',
  "'=1",
  '|calc',
  'a,b;"c"\r\nd',
  '<script>alert(1)</script>',
  'مرحبا \u202Eevil 💥👩‍👩‍👧',
  '日本語',
  '__proto__',
  'x'.repeat(1024),
  '\u0000\u0001\uD800',
];

const unzip = (bytes: Uint8Array) =>
  Object.entries(unzipSync(bytes)).map(([name, content]) => ({ name, text: strFromU8(content) }));
const rowsOf = (text: string): string[][] => csvParse(text, { relax_column_count: false });

/** Text of a PDF, as a reader of its own makes it out of the glyphs. */
async function pdfTextOf(bytes: Uint8Array): Promise<string> {
  const pdf = await getDocument({ data: Uint8Array.from(bytes), verbosity: VerbosityLevel.ERRORS }).promise;
  const pages = Array.from({ length: pdf.numPages }, (_, index) => index + 1);
  const texts = await Promise.all(
    pages.map(async (number) => {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    })
  );
  await pdf.destroy();
  // Places where a line may end are no characters of a name.
  return texts.join('\n').replaceAll('\u200B', '').replace(/\s+/g, ' ');
}

describe.each(REPORT_FORMATS)('a report as %s', (format) => {
  it('is the same bytes for the same data, whatever was written before, and now is not in it', async () => {
    const first = await writeReport(dataOf('mesh'), format);
    await writeReport(dataOf('third'), format);
    vi.stubEnv('TZ', 'Pacific/Auckland');
    try {
      // The bytes, not only their text: of a zip archive and a PDF the dates too.
      expect(Buffer.from((await writeReport(dataOf('mesh'), format)).bytes).equals(first.bytes)).toBe(true);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.each(HOSTILE)('is written whatever a swarm is called: %j', async (name) => {
    const { bytes } = await writeReport(dataOf(name), format);
    expect(bytes.length).toBeGreaterThan(500);
  });

  it('is written when nothing was recorded', async () => {
    const data: ReportData = { ...dataOf('a'), window: null, swarms: [], analyses: { swarms: [], notAnalysed: 0 } };
    expect((await writeReport(data, format)).bytes.length).toBeGreaterThan(100);
  });
});

describe('the CSV report', () => {
  it('is an archive of every table with all rows and numbers in full, dated with the end of the window', async () => {
    const data = {
      ...dataOf('mesh'),
      window: { from: 0, to: Date.UTC(2026, 10, 26, 8, 30) },
      analyses: analysesOf('mesh', 230),
    };
    const { bytes, extension, mediaType } = await writeReport(data, 'csv');
    expect([extension, mediaType]).toEqual(['zip', 'application/zip']);
    const files = unzip(bytes);
    const tables = buildReport(data).sections.flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'table'));
    expect(files.map(({ name }) => name)).toEqual([
      '01-finished-tasks-and-sub-agents.csv',
      '02-tokens-cost-and-steps.csv',
      '03-ranking-by-task-duration.csv',
      '04-comparison.csv',
      '05-anomalies.csv',
      '06-trends.csv',
    ]);
    expect(files).toHaveLength(tables.length);
    const [head, first] = rowsOf(files[0]?.text ?? '');
    expect(head).toEqual([
      'Swarm',
      'Topology',
      'Agents',
      'Tasks',
      'Failed',
      'Error rate (ratio)',
      'Mean duration (ms)',
      'Median duration (ms)',
      'p95 duration (ms)',
      'n timed',
    ]);
    expect(first).toEqual(['mesh', 'mesh', '4', '12', '0', '0', '105.5', '105.5', '110.45', '12']);
    expect(rowsOf(files[4]?.text ?? '')).toHaveLength(231);
    // Nothing where nothing was measured, and no word for it.
    expect(rowsOf(files[1]?.text ?? '')[1]).toEqual(['mesh', '', '', '', '', '', '0.0639', '', '', '', '']);
    const pair = data.comparison.metrics[0]?.pairs[0];
    expect(rowsOf(files[3]?.text ?? '')[1]).toEqual(
      expect.arrayContaining([String(pair?.shift), String(pair?.pAdjusted), 'ms'])
    );
    // MS-DOS date and time of the first entry: 2026-11-26, 08:30.
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    expect([view.getUint16(12, true), view.getUint16(10, true)]).toEqual([
      ((2026 - 1980) << 9) | (11 << 5) | 26,
      (8 << 11) | (30 << 5),
    ]);
  });

  it('is one file where there is one table', async () => {
    const data = dataOf('mesh');
    const { bytes, extension, mediaType } = await writeReport(
      { ...data, spec: { ...data.spec, sections: ['ranking'] } },
      'csv'
    );
    expect([extension, mediaType]).toEqual(['csv', 'text/csv; charset=utf-8; header=present']);
    expect(rowsOf(Buffer.from(bytes).toString())).toHaveLength(3);
  });

  it.each(HOSTILE.filter((name) => !name.includes('\uD800')))(
    'reads the same in two parsers, and no cell is a formula: %j',
    async (name) => {
      const files = unzip((await writeReport(dataOf(name), 'csv')).bytes);
      for (const { text } of files) {
        const { data, errors } = papaparse.parse<string[]>(text, { skipEmptyLines: true });
        expect(errors).toEqual([]);
        expect(rowsOf(text)).toEqual(data);
        expect(new Set(data.map((row) => row.length)).size).toBe(1);
        for (const cell of data.flat()) {
          const isNumber = /^-?\d+(?:\.\d+)?(?:e[-+]\d+)?$/.test(cell);
          expect(isNumber || !/^[\s'"]*[=+\-@|%＝]|^[\t\r\n]/.test(cell.replace(/^'/, 'text:'))).toBe(true);
        }
        // RFC 4180: records end with CRLF.
        expect(text.endsWith('\r\n')).toBe(true);
      }
      const ids = rowsOf(files[0]?.text ?? '')
        .slice(1)
        .map(([id]) => id);
      expect([name, `'${name}`]).toContain(ids[0]);
    }
  );
});

describe('the PDF report', () => {
  it('says the same as the JSON report, with contents and page numbers', async () => {
    const data = dataOf('mesh-alpha', 'ring-beta');
    const text = await pdfTextOf((await writeReport(data, 'pdf')).bytes);
    const json: ReportData = JSON.parse(Buffer.from((await writeReport(data, 'json')).bytes).toString());
    for (const { swarmId, tasks, costUsd } of json.swarms) {
      expect(text).toContain(swarmId);
      expect(text).toContain(formatValue(tasks.duration?.p95, 'ms'));
      expect(text).toContain(formatValue(costUsd, 'USD'));
    }
    for (const { entries, winner } of json.comparison.metrics) {
      expect(text).toContain(winner.reason);
      for (const { estimate } of entries) {
        expect(text).toContain(formatValue(estimate, 'ms'));
      }
    }
    for (const part of ['Contents', 'Overview', 'Data quality', 'Page 1 of', `Report ${json.id}`]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('lacks stand as their codes');
  });

  it('is dated with the end of the window, draws its charts and asks for nothing from elsewhere', async () => {
    const { bytes } = await writeReport({ ...dataOf('a'), window: { from: 0, to: Date.UTC(2026, 10, 26) } }, 'pdf');
    const raw = Buffer.from(bytes).toString('latin1');
    expect(raw).toContain('(D:20261126000000Z)');
    expect(raw).not.toMatch(/\/Subtype \/Image|\/JavaScript|\/URI|\/Launch/);
  });

  it('cuts a name in a table, and no sentence', async () => {
    const text = await pdfTextOf((await writeReport(dataOf('x'.repeat(1000)), 'pdf')).bytes);
    expect(text).toContain('What is not shown is left out.');
    expect(text).toMatch(/x…/);
  });

  it('writes what its font lacks as codes, and says so', async () => {
    const text = await pdfTextOf((await writeReport(dataOf('م💥 ok'), 'pdf')).bytes);
    expect(text).toContain('\\u{645}\\u{1f4a5} ok');
    expect(text).toContain('lacks stand as their codes');
  });
});
