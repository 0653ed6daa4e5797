/** A report as blocks, before it is written in any format. Texts are plain: writers escape them. */
export type Block =
  | { type: 'paragraph'; text: string }
  | { type: 'list'; items: string[] }
  | { type: 'table'; caption: string; columns: TableColumn[]; rows: string[][] };

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
  title: string;
  /** What the numbers cover, as a sentence. */
  subtitle: string;
  /** Shown before everything else, such as that the data are a replayed recording. */
  banner?: string;
  sections: Section[];
}
