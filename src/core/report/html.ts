import { CHART_LOOKS, lookVariables, type ChartTheme } from '../chart/look.ts';
import type { Chart } from '../chart/chart.ts';
import { textOf } from './cells.ts';
import type { Block, Cell, ReportDocument, TableColumn } from './document.ts';
import type { ReportTheme } from './spec.ts';

/** An SVG drawing in the colours of the light look; `key` goes into its ids. */
export type DrawChart = (chart: Chart, key: string) => string;

/**
 * One self-contained page: no script, nothing loaded from anywhere, readable in light, dark and print. The policy in its
 * head forbids everything but its own style, whoever opens the file.
 */
export function toHtml(
  { theme, title, subtitle, banner, sections, footer, id }: ReportDocument,
  draw: DrawChart
): string {
  const block = blockWriter(draw);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escape(title)}</title>
<style>${coloursOf(theme)}${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${banner ? `<p class="banner" role="note">${escape(banner)}</p>\n` : ''}<p class="subtitle">${escape(subtitle)}</p>
${sections.map(({ heading, blocks }) => `<section>\n<h2>${escape(heading)}</h2>\n${blocks.map(block).join('\n')}\n</section>`).join('\n')}
<footer>${footer === undefined ? '' : `<p>${escape(footer)}</p>\n`}<p>Report ${escape(id)}</p></footer>
</main>
</body>
</html>
`;
}

/** Colours of the page beside those of charts. */
const PAGE: Record<ChartTheme, Record<string, string>> = {
  light: {
    text: '#1f2328',
    soft: '#59636e',
    edge: '#d1d9e0',
    head: '#f6f8fa',
    note: '#fff8c5',
    'note-text': '#4d2d00',
  },
  dark: { text: '#e6edf3', soft: '#9198a1', edge: '#3d444d', head: '#151b23', note: '#3a2d00', 'note-text': '#f2cc60' },
  'high-contrast': { text: '#000', soft: '#000', edge: '#000', head: '#fff', note: '#fff', 'note-text': '#000' },
};

function colours(theme: ChartTheme): string {
  const own = Object.entries(PAGE[theme]).map(([name, colour]) => `--${name}: ${colour}`);
  const charts = lookVariables(CHART_LOOKS[theme]).map(([name, colour]) => `${name}: ${colour}`);
  return `:root { color-scheme: ${theme === 'dark' ? 'dark' : 'light'}; ${[...own, ...charts].join('; ')}; }`;
}

/** Paper is light, whatever the screen is; a reader who asks the system for more contrast gets it. */
function coloursOf(theme: ReportTheme): string {
  const { dark, 'high-contrast': strong } = { dark: colours('dark'), 'high-contrast': colours('high-contrast') };
  const auto = `\n${colours('light')}\n@media (prefers-color-scheme: dark) { ${dark} }\n@media (prefers-contrast: more) { ${strong} }`;
  const chosen = theme === 'auto' ? auto : `\n${colours(theme)}`;
  return theme === 'high-contrast' ? chosen : `${chosen}\n@media print { ${colours('light')} }`;
}

const STYLE = `
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--chart-background); }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; padding-top: .5rem; border-top: 1px solid var(--edge); }
footer { margin-top: 2.5rem; padding-top: .5rem; border-top: 1px solid var(--edge); overflow-wrap: anywhere; }
.subtitle, caption, footer { color: var(--soft); }
.banner { background: var(--note); color: var(--note-text); padding: .5rem .75rem; border-radius: 4px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; min-width: 50%; }
caption { text-align: left; padding-bottom: .25rem; }
th, td { padding: .35rem .7rem; border: 1px solid var(--edge); text-align: left; max-width: 22rem; overflow-wrap: break-word; }
th { background: var(--head); font-weight: 600; }
.right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1rem 0; overflow-x: auto; }
figcaption { font-weight: 600; }
figure svg { display: block; max-width: 100%; height: auto; min-width: 30rem; }
@media print { main { max-width: none; padding: 0; } tr, h2, figure { break-inside: avoid; } thead { display: table-header-group; } figure { overflow: visible; } h2 { break-after: avoid; } .scroll { overflow: visible; } .banner { border: 1px solid #000; } }
`;

function blockWriter(draw: DrawChart): (value: Block) => string {
  let charts = 0;
  return (value) => {
    switch (value.type) {
      case 'paragraph':
        return `<p>${escape(value.text)}</p>`;
      case 'list':
        return `<ul>\n${value.items.map((item) => `<li>${escape(item)}</li>`).join('\n')}\n</ul>`;
      case 'table':
        return table(value.caption, value.columns, value.rows);
      case 'chart':
        return figure(value.chart, draw(value.chart, `chart-${++charts}`));
    }
  };
}

/** The drawing is made in the light look; its colours become those of the page. Only tags hold any. */
function figure({ title }: Chart, svg: string): string {
  const names = new Map(lookVariables(CHART_LOOKS.light).map(([name, colour]) => [colour, `var(${name})`]));
  const themed = svg.replace(/<[^>]*>/g, (tag) =>
    tag.replace(/ xmlns(?::\w+)?="[^"]*"/g, '').replace(/#[0-9a-f]{6}\b/g, (colour) => names.get(colour) ?? colour)
  );
  return `<figure>\n<figcaption>${escape(title)}</figcaption>\n${themed.trim()}\n</figure>`;
}

function table(caption: string, columns: readonly TableColumn[], rows: readonly Cell[][]): string {
  const right = (index: number) => (columns[index]?.align === 'right' ? ' class="right"' : '');
  const head = columns.map(({ title }, index) => `<th scope="col"${right(index)}>${escape(title)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell, index) => `<td${right(index)}>${escape(textOf(cell))}</td>`).join('')}</tr>`)
    .join('\n');
  // A table that is wider than the page scrolls; the keyboard has to reach it for that.
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escape(caption)}">\n<table>\n<caption>${escape(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>\n</div>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
