import type { Chart } from '../chart/chart.ts';
import type { ReportTheme } from './spec.ts';

/** A report as blocks, before it is written in any format. Texts are plain: writers escape them. */
export type Block =
  | { type: 'paragraph'; text: string }
  | { type: 'list'; items: string[] }
  | { type: 'table'; caption: string; columns: TableColumn[]; rows: string[][] }
  /** Its numbers are in the table of that caption in the same section. */
  | { type: 'chart'; chart: Chart; tableCaption: string };

export interface TableColumn {
  title: string;
  align: 'left' | 'right';
}

export const left = (title: string): TableColumn => ({ title, align: 'left' });
export const right = (title: string): TableColumn => ({ title, align: 'right' });

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
}
