import type { Block, ReportDocument, TableColumn } from './document.ts';

/** GitHub-flavoured Markdown. Names can't become formatting, links, HTML or table cells. */
export function toMarkdown({ title, subtitle, banner, sections }: ReportDocument): string {
  const parts = [
    `# ${escape(title)}`,
    ...(banner ? [`> **${escape(banner)}**`] : []),
    escape(subtitle),
    ...sections.flatMap((section) => [`## ${escape(section.heading)}`, ...section.blocks.flatMap(block)]),
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
    case 'table':
      return [`**${escape(value.caption)}**`, table(value.columns, value.rows)];
  }
}

function table(columns: readonly TableColumn[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => escape(title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(escape))),
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
