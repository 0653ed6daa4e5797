import pdfmake from 'pdfmake';
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Chart } from '../../../src/core/chart/chart.ts';
import { CHART_LOOKS } from '../../../src/core/chart/look.ts';
import { textOf } from '../../../src/core/report/cells.ts';
import { shortened, type Block, type ReportDocument, type TableColumn } from '../../../src/core/report/document.ts';
import { chartSize } from '../charts/chartOption.ts';
import { drawChart } from '../charts/drawChart.ts';
import { ROBOTO } from '../charts/fonts.ts';
import { fontText, lacksGlyphs, LONGEST_CELL, pdfText } from './pdfText.ts';

pdfmake.setFonts({ Roboto: ROBOTO });
// A document reads its fonts, and nothing else from anywhere.
pdfmake.setLocalAccessPolicy((path) => Object.values(ROBOTO).includes(path));
pdfmake.setUrlAccessPolicy(() => false);

const MARGIN = 36;
const PAGE_BOTTOM = 595.28 - 48;
const CHART_WIDTH = 560;
/** Characters of an interval, and of a verdict. */
const LONGEST_NUMBER = 24;
const LONGEST_WORD = 20;
const GREY = '#59636e';

/**
 * A4, with contents, page numbers and drawn charts. The same document gives the same bytes.
 * @param at epoch ms that stands as the time of creation
 */
export async function toPdf(document: ReportDocument, at: number): Promise<Uint8Array> {
  return pdfmake.createPdf(definition(document, at)).getBuffer();
}

function definition(report: ReportDocument, at: number): TDocumentDefinitions {
  const { title, subtitle, banner, sections, footer, id } = report;
  const foot = pdfText([footer, `Report ${id}`].filter((part) => part !== undefined).join(' · '));
  return {
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: [MARGIN, MARGIN, MARGIN, 48],
    info: { title: fontText(title), creationDate: new Date(at), modDate: new Date(at), creator: 'claude-flow-perf' },
    language: 'en',
    defaultStyle: { font: 'Roboto', fontSize: 8.5, lineHeight: 1.15, color: '#1f2328' },
    styles: {
      title: { fontSize: 20, bold: true, margin: [0, 0, 0, 6] },
      heading: { fontSize: 13, bold: true, margin: [0, 14, 0, 6] },
      caption: { color: GREY, margin: [0, 6, 0, 3] },
      head: { bold: true, fillColor: '#f6f8fa' },
    },
    footer: (page, pages) => ({
      margin: [MARGIN, 14, MARGIN, 0],
      fontSize: 7.5,
      color: GREY,
      columns: [foot, { text: `Page ${page} of ${pages}`, alignment: 'right', width: 80 }],
    }),
    content: [
      { text: pdfText(title), style: 'title' },
      ...(banner === undefined
        ? []
        : [{ text: pdfText(banner), bold: true, margin: [0, 0, 0, 6] as [number, number, number, number] }]),
      { text: pdfText(subtitle), color: GREY },
      ...(lacksGlyphs(JSON.stringify(sections))
        ? [
            {
              text: 'Characters that the font of this file lacks stand as their codes, like \\u{645}; the HTML report shows them.',
              color: GREY,
            },
          ]
        : []),
      { toc: { title: { text: 'Contents', style: 'heading' } } },
      ...sections.flatMap(({ heading, blocks }, section): Content[] => [
        { text: pdfText(heading), style: 'heading', tocItem: true, headlineLevel: heightOf(blocks) },
        ...blocks.flatMap((block, index) => contentOf(block, `c${section}-${index}`)),
      ]),
    ],
    // A heading never stands alone at the foot of a page, nor its chart on the next one.
    pageBreakBefore: ({ headlineLevel = 0, startPosition: { top } }) =>
      headlineLevel > 0 && top > MARGIN && top + headlineLevel > PAGE_BOTTOM,
  };
}

/** Points of a section's head: its heading, a line or two, and the chart that follows. */
function heightOf(blocks: readonly Block[]): number {
  const chart = blocks.find((block) => block.type === 'chart')?.chart;
  if (!chart) {
    return 90;
  }
  const { width, height } = chartSize(chart);
  return Math.min(PAGE_BOTTOM - 2 * MARGIN, 90 + (height * CHART_WIDTH) / width);
}

function contentOf(block: Block, key: string): Content[] {
  switch (block.type) {
    case 'paragraph':
      return [{ text: pdfText(block.text), margin: [0, 2, 0, 4] }];
    case 'list':
      return [{ ul: block.items.map(pdfText), margin: [0, 2, 0, 4] }];
    case 'table': {
      const { rows, note } = shortened(block.rows);
      const body = rows.map((row) => row.map(textOf));
      return [
        { text: pdfText(block.caption), style: 'caption' },
        table(block.columns, body),
        ...(note === undefined ? [] : [{ text: note, style: 'caption' }]),
      ];
    }
    case 'chart':
      return [
        {
          unbreakable: true,
          stack: [{ text: pdfText(block.chart.title), bold: true, margin: [0, 6, 0, 2] }, drawing(block.chart, key)],
        },
      ];
  }
}

function table(columns: readonly TableColumn[], rows: ReadonlyArray<readonly string[]>): Content {
  const isShort = columns.map((_, column) => rows.every((row) => (row[column] ?? '').length <= LONGEST_WORD));
  const cell = (text: string, column: number): TableCell => {
    const alignment = columns[column]?.align ?? 'left';
    const most = alignment === 'right' ? LONGEST_NUMBER : isShort[column] ? LONGEST_WORD : 0;
    // A number and its unit stay on one line.
    return {
      text: text.length <= most ? fontText(text).replaceAll(' ', '\u00A0') : pdfText(text, LONGEST_CELL),
      alignment,
    };
  };
  return {
    layout: {
      hLineWidth: () => 0.5,
      vLineWidth: () => 0,
      hLineColor: () => '#d1d9e0',
      paddingLeft: () => 4,
      paddingRight: () => 4,
      paddingTop: () => 2,
      paddingBottom: () => 2,
    },
    table: {
      headerRows: 1,
      dontBreakRows: true,
      // Names share what numbers and words leave.
      widths: columns.map(({ align }, column) => (align === 'right' || isShort[column] ? 'auto' : '*')),
      body: [
        columns.map(({ title, align }) => ({ text: title, alignment: align, style: 'head' })),
        ...rows.map((row) => row.map(cell)),
      ],
    },
  };
}

/** The names in it are of the font before it is drawn, so that they have the room they need. */
function drawing(chart: Chart, key: string): Content {
  const named: Chart = JSON.parse(JSON.stringify(chart), (field, value: unknown) =>
    typeof value === 'string' && field !== 'type' && field !== 'unit' ? fontText(value) : value
  );
  return {
    svg: drawChart(named, CHART_LOOKS.light, key).replaceAll('font-family:sans-serif', 'font-family:Roboto'),
    fit: [CHART_WIDTH, PAGE_BOTTOM - 100],
  };
}
