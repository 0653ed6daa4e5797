import type { Chart } from '../chart/chart.ts';
import type { ReportTheme } from './spec.ts';

/** A report as blocks, before it is written in any format. Texts are plain: writers escape them. */
export type Block =
  | { type: 'paragraph'; text: string }
  | { type: 'list'; items: string[] }
  | { type: 'table'; caption: string; columns: TableColumn[]; rows: Cell[][] }
  /** Its numbers are in the table of that caption in the same section. */
  | { type: 'chart'; chart: Chart; tableCaption: string };

export interface TableColumn {
  title: string;
  align: 'left' | 'right';
  /** What its values are called where each stands by itself, as in CSV; default: the title. */
  fields?: string[];
}

/** A text, or one that stands for values: as many as the column has fields; null where nothing was measured. */
export type Cell = string | { text: string; raw: ReadonlyArray<string | number | null> };

export interface Section {
  heading: string;
  blocks: Block[];
}

export interface ReportDocument {
  theme: ReportTheme;
  title: string;
  /** What the numbers cover, as a sentence. */
  subtitle: string;
  /** Shown before everything else, such as that the data are a replayed recording. */
  banner?: string;
  sections: Section[];
  /** The sender's own line at the end. */
  footer?: string;
  /** Of the spec and the data: the same for the same report. */
  id: string;
}

/** What a person reads through where nothing scrolls. */
const MOST_ROWS = 200;

/** The rows that a format for reading page by page shows, and a sentence on those that it leaves to the others. */
export function shortened(rows: readonly Cell[][]): { rows: readonly Cell[][]; note?: string } {
  const more = rows.length - MOST_ROWS;
  return more > 0
    ? {
        rows: rows.slice(0, MOST_ROWS),
        note: `${more} more ${more === 1 ? 'row is' : 'rows are'} in the HTML, CSV and JSON reports.`,
      }
    : { rows };
}
