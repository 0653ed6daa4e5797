import { textOf } from './cells.ts';
import { shortened, type Block, type Cell, type ReportDocument, type TableColumn } from './document.ts';

/** GitHub-flavoured Markdown. Names can't become formatting, links, HTML or table cells. */
export function toMarkdown({ title, subtitle, banner, sections, footer, id }: ReportDocument): string {
  const parts = [
    `# ${escape(title)}`,
    ...(banner ? [`> **${escape(banner)}**`] : []),
    escape(subtitle),
    ...sections.flatMap((section) => [`## ${escape(section.heading)}`, ...section.blocks.flatMap(block)]),
    ...(footer === undefined ? [] : [escape(footer)]),
    `Report ${escape(id)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A chart has its numbers in a table of its section, which is all that Markdown can show of it. */
function block(value: Block): string[] {
  switch (value.type) {
    case 'paragraph':
      return [escape(value.text)];
    case 'list':
      return [value.items.map((item) => `- ${escape(item)}`).join('\n')];
    case 'chart':
      return [];
    case 'table': {
      const { rows, note } = shortened(value.rows);
      return [
        `**${escape(value.caption)}**`,
        table(value.columns, rows),
        ...(note === undefined ? [] : [escape(note)]),
      ];
    }
  }
}

function table(columns: readonly TableColumn[], rows: readonly Cell[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => escape(title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => escape(textOf(cell))))),
  ].join('\n');
}

/**
 * Backslash before everything that Markdown could read, entities where GitHub would make a link of its own accord; line
 * breaks and indentation, which it reads too, become single spaces.
 */
function escape(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]()#+!|>~@$]/g, (character) => `\\${character}`)
    .replace(/:\/\//g, '&#58;//')
    .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`)
    .replace(/^(?:-|\d+[.)])/, (found) => found.replace(/[-.)]$/, (mark) => `\\${mark}`));
}
