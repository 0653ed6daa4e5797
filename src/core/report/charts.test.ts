import { buildReport, type ReportData } from './build.ts';
import { toHtml } from './html.ts';
import { draw } from './testing/draw.ts';
import { dataOf } from './testing/reportData.ts';

const parse = (html: string) => new DOMParser().parseFromString(html, 'text/html');
const html = (data: ReportData) => toHtml(buildReport(data), draw);

describe('charts of the HTML report', () => {
  it('stand beside the table of their numbers, in the colours of the page', () => {
    const { sections } = buildReport(dataOf('a'));
    const charts = sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'chart' ? [{ block, blocks }] : []))
    );
    expect(charts.map(({ block }) => block.chart.type)).toEqual(['bar', 'interval']);
    for (const { block, blocks } of charts) {
      expect(blocks.filter((each) => each.type === 'table' && each.caption === block.tableCaption)).toHaveLength(1);
    }
    const figures = [...parse(html(dataOf('a'))).querySelectorAll('figure')];
    expect(figures.map((figure) => figure.querySelector('g')?.id)).toEqual(['chart-1-x', 'chart-2-x']);
    expect(figures[0]?.querySelector('text')?.getAttribute('fill')).toBe('var(--chart-text)');
    expect(figures[0]?.querySelector('text')?.textContent).toContain('#1f2328');
  });

  it('are left out where there is nothing to compare', () => {
    const data = dataOf('a');
    const comparison = {
      ...data.comparison,
      metrics: data.comparison.metrics.map((metric) => ({ ...metric, entries: metric.entries.slice(0, 1) })),
    };
    expect(html({ ...data, swarms: data.swarms.slice(0, 1), comparison })).not.toContain('<figure');
  });

  it('show thirty swarms and say of how many', () => {
    const data = dataOf('a');
    const swarms = Array.from({ length: 45 }, (_, index) => dataOf(`s${index}`).swarms).flatMap(
      ([swarm]) => swarm ?? []
    );
    const [overview] = buildReport({ ...data, swarms }).sections;
    const chart = overview?.blocks.find((block) => block.type === 'chart');
    expect(chart).toMatchObject({ chart: { description: expect.stringContaining('first 30 of 45 swarms') } });
  });

  it.each([
    ['auto', 1],
    ['light', 1],
    ['dark', 1],
    ['high-contrast', 0],
  ] as const)('follow the theme %s, and are light on paper', (theme, print) => {
    const page = html({ ...dataOf('a'), spec: { ...dataOf('a').spec, theme } });
    expect(page.match(/@media \((?:prefers-color|prefers-contrast)/g) ?? []).toHaveLength(theme === 'auto' ? 2 : 0);
    expect(page.match(/@media print \{ :root/g) ?? []).toHaveLength(print);
    expect(page).toContain(`:root { color-scheme: ${theme === 'dark' ? 'dark' : 'light'}`);
  });
});
