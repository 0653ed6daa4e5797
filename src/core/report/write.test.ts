import { marked } from 'marked';
import fc from 'fast-check';
import { compareSamples } from '../compare/compareSamples.ts';
import type { ReportAnalyses } from './analyses.ts';
import { buildReport, type ReportData } from './build.ts';
import { toHtml } from './html.ts';
import { toJson } from './json.ts';
import { toMarkdown } from './markdown.ts';
import { reportSpecSchema } from './schema.ts';
import { draw } from './testing/draw.ts';
import { analysesOf, dataOf, HEAD } from './testing/reportData.ts';

const html = (data: ReportData) => toHtml(buildReport(data), draw);
const markdown = (data: ReportData) => toMarkdown(buildReport(data));

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '</title></style><svg onload=alert(1)>',
  `" onmouseover="alert(1)" '`,
  '<a href="javascript:alert(1)">x</a>',
  '&lt;b&gt; &amp; &#60;script&#62;',
  '{{constructor.constructor("alert(1)")()}}',
  '[x](javascript:alert(1)) ![x](http://evil.example/x.png)',
  '| a | b |\n|---|---|',
  '`code` **bold** _italic_ ~~gone~~ # h > q',
  'https://evil.example www.evil.example mailto:a@evil.example a@evil.example',
  '- item',
  '1. item',
  '2) item',
  '+ item',
  '* item',
  '=====',
  '-----',
  '\\| \\` \\\\',
  '    indented',
  '\tindented',
  '<!-- comment',
  '[ref]: http://evil.example',
  '[^1] :smile: $x$ ==mark== H~2~O ^up^',
  '__proto__',
  'مرحبا 💥 \u202Eevil',
];

const parse = (html: string) => new DOMParser().parseFromString(html, 'text/html');
const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Elements, with the attributes they may have, that the HTML report is made of. */
const ALLOWED: Record<string, string[]> = {
  html: ['lang'],
  head: [],
  meta: ['charset', 'http-equiv', 'content', 'name'],
  title: [],
  style: [],
  body: [],
  main: [],
  section: [],
  h1: [],
  h2: [],
  p: ['class', 'role'],
  ul: [],
  li: [],
  div: ['class', 'role', 'tabindex', 'aria-label'],
  table: [],
  caption: [],
  thead: [],
  tbody: [],
  tr: [],
  th: ['scope', 'class'],
  td: ['class'],
  footer: [],
  figure: [],
  figcaption: [],
  svg: ['width', 'height'],
  g: ['id'],
  text: ['fill'],
};

function expectHarmless(page: Document): void {
  for (const element of page.querySelectorAll('*')) {
    const allowed = ALLOWED[element.tagName.toLowerCase()];
    expect([element.tagName, allowed !== undefined]).toEqual([element.tagName, true]);
    for (const { name } of element.attributes) {
      expect(allowed).toContain(name);
    }
  }
}

describe('the HTML report', () => {
  it.each(HOSTILE)('shows the name %j as text and nothing else', (name) => {
    const page = parse(html(dataOf(name)));
    expectHarmless(page);
    expect(page.title.trim()).toBe(squeeze(name));
    expect(page.querySelector('h1')?.textContent).toBe(name);
    const cells = [...page.querySelectorAll('td')].map((cell) => cell.textContent);
    expect(cells.filter((cell) => cell === name).length).toBeGreaterThan(3);
  });

  it('shows any text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`<>"'&=/ax!-;#`), maxLength: 30 }), (text) => {
        const page = parse(
          toHtml(
            {
              theme: 'auto',
              id: '0123',
              title: text,
              subtitle: text,
              banner: text,
              sections: [
                {
                  heading: text,
                  blocks: [
                    { type: 'list', items: [text] },
                    { type: 'table', caption: text, columns: [{ title: text, align: 'left' }], rows: [[text]] },
                  ],
                },
              ],
            },
            draw
          )
        );
        expectHarmless(page);
        const shown = [...page.querySelectorAll('h1, h2, li, caption, th, td')].map((element) => element.textContent);
        expect(shown).toEqual([text, text, text, text, text, text]);
        expect(page.querySelector('[role=region]')?.getAttribute('aria-label')).toBe(text);
      })
    );
  });

  it('loads nothing, runs nothing and says so in its policy', () => {
    const page = html(dataOf('a'));
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|https?:|@import|url\(|src=|href=/i);
  });
});

describe('the Markdown report', () => {
  const rendered = (markdown: string) => parse(marked.parse(markdown, { async: false, gfm: true }));
  /** What Markdown makes of a report's own structure. */
  const OWN = new Set([
    'HTML',
    'HEAD',
    'BODY',
    'H1',
    'H2',
    'P',
    'UL',
    'LI',
    'TABLE',
    'THEAD',
    'TBODY',
    'TR',
    'TH',
    'TD',
    'STRONG',
    'BLOCKQUOTE',
  ]);
  const strange = (page: Document) =>
    [...page.querySelectorAll('*')].map(({ tagName }) => tagName).filter((tag) => !OWN.has(tag));

  it.each(HOSTILE)('shows the name %j as text and nothing else', (name) => {
    const page = rendered(markdown(dataOf(name)));
    expect(strange(page)).toEqual([]);
    expect(squeeze(page.querySelector('h1')?.textContent ?? '')).toBe(squeeze(name));
    const plain = rendered(markdown(dataOf('a')));
    for (const tag of ['h1', 'h2', 'table', 'tr', 'td', 'ul', 'li', 'p', 'strong', 'blockquote']) {
      expect([tag, page.querySelectorAll(tag).length]).toEqual([tag, plain.querySelectorAll(tag).length]);
    }
    const cells = [...page.querySelectorAll('td')].map((cell) => squeeze(cell.textContent ?? ''));
    expect(cells.filter((cell) => cell === squeeze(name)).length).toBeGreaterThan(3);
  });

  it('makes no formatting of any text, wherever it stands', () => {
    const text = fc
      .string({
        unit: fc.constantFrom(...'\\`*_{}[]()#+-.!|<>~@:/w=&;1aA \n\t"\'^$', 'www.', 'http://', '&amp;'),
        minLength: 1,
        maxLength: 25,
      })
      .filter((value) => value.trim() !== '');
    fc.assert(
      fc.property(text, (value) => {
        const page = rendered(
          toMarkdown({
            theme: 'auto',
            id: '0123',
            title: value,
            subtitle: value,
            sections: [
              {
                heading: value,
                blocks: [
                  { type: 'list', items: [value] },
                  { type: 'paragraph', text: value },
                  {
                    type: 'table',
                    caption: 'c',
                    columns: [
                      { title: 'left', align: 'left' },
                      { title: 'right', align: 'right' },
                    ],
                    rows: [[value, value]],
                  },
                ],
              },
            ],
          })
        );
        expect(strange(page)).toEqual([]);
        const shown = [...page.querySelectorAll('h1, h2, li, td')].map((element) => squeeze(element.textContent ?? ''));
        expect(shown).toEqual([1, 2, 3, 4, 5].map(() => squeeze(value)));
      }),
      { numRuns: 500 }
    );
  });
});

describe('the JSON report', () => {
  it('carries the numbers themselves', () => {
    const data = dataOf('a');
    const written: unknown = JSON.parse(toJson(data));
    expect(written).toEqual({ version: 1, ...JSON.parse(JSON.stringify(data)) });
    expect(written).toMatchObject({
      swarms: [{ swarmId: 'a', costUsd: 0.0639, tasks: { duration: { p95: 110.45 } } }, { swarmId: 'other' }],
      comparison: { overallWinner: { id: 'a' } },
    });
  });
});

describe('buildReport', () => {
  it('says what was not measured, and what stands in for what', () => {
    const { sections } = buildReport(dataOf('a'));
    const quality = sections.at(-1);
    expect(JSON.stringify(quality)).toContain(
      'a: from claude-flow-3/tasks. Not measured: tokens, model request durations, tool calls. No swarm id was sent'
    );
    expect(JSON.stringify(sections[0])).toContain('not measured');
  });

  it('says that a metric was measured for nobody, and that nothing was recorded', () => {
    const comparison = compareSamples([{ ...HEAD, shape: 'values', groups: [] }], { groups: ['a'] });
    const report = buildReport({
      id: '0123',
      spec: reportSpecSchema.parse({ title: 't', swarms: ['a'] }),
      window: null,
      swarms: [],
      comparison,
    });
    expect(report.subtitle).toBe('Nothing was recorded in this window.');
    expect(report).not.toHaveProperty('banner');
    expect(JSON.stringify(report.sections)).toContain('Task duration was not measured for any of these swarms.');
  });

  it('shows the pairs with effect, interval and adjusted p', () => {
    const text = toMarkdown(buildReport(dataOf('fast', 'slow')));
    expect(text).toContain('| Task duration | slow | fast | worse | 400 ms |');
    expect(text).toMatch(/1 test, p adjusted by Holm; the chance of any false claim in this table is at most 5 %/);
    expect(text).toContain('> **Demo fast**');
  });

  it('shows anomalies and trends with method, n, window and interval', () => {
    const text = toMarkdown(buildReport(dataOf('fast'))).replace(/\\/g, '');
    expect(text).toContain('| fast | Cost | critical | 1970-01-01 00:00:01 UTC | $2.00 | $0.0100 | 30.0 | 2 | 120 |');
    expect(text).toContain(
      'Method auto: each point is judged by earlier ones alone, an alarm from score 6.00 on; 140 points'
    );
    expect(text).toContain('of 1970-01-01 00:00:00 UTC to 1970-01-01 00:01:00 UTC');
    expect(text).toContain('- fast, 1970-01-01 00:00:01 UTC: fast failed');
    expect(text).toContain(
      '| fast | Task duration | degrading | 2 ms | 1 ms to 3 ms | 0.012 | 60 (20) | 1970-01-01 00:00:00 UTC | 1970-01-01 00:01:00 UTC | 500 ms (450 ms to 550 ms) |'
    );
  });

  it('has no section of what was not found, and says what was too little to look at', () => {
    const headings = (analyses?: ReportAnalyses) =>
      buildReport({ ...dataOf('a'), analyses }).sections.map(({ heading }) => heading);
    expect(headings(analysesOf('a'))).toEqual(expect.arrayContaining(['Anomalies', 'Trends']));
    expect(headings(analysesOf('a', 0, 1))).not.toContain('Anomalies');
    expect(headings(analysesOf('a', 1, 0))).not.toContain('Trends');
    // Of swarms that were looked at it is said, too, that nothing follows.
    expect(headings(analysesOf('a', 0, 0))).toContain('Recommendations');
    expect(headings(undefined)).toEqual(headings(analysesOf('a', 0, 0)).filter((one) => one !== 'Recommendations'));
    const { sections } = buildReport({ ...dataOf('a'), analyses: { ...analysesOf('a', 0, 0), notAnalysed: 3 } });
    const quality = JSON.stringify(sections.at(-1));
    expect(quality).toContain('a: Anomalies of ERROR_RATE: 4 values, at least 31 are needed.');
    expect(quality).toContain('3 more swarms were not looked at one by one.');
  });

  it('shows every row in HTML, two hundred in Markdown, and says how many it left out', () => {
    const data = { ...dataOf('a'), analyses: analysesOf('a', 230, 0) };
    const count = (text: string) => text.match(/critical/g)?.length;
    expect(count(html(data))).toBe(230);
    expect(count(markdown(data))).toBe(200);
    expect(markdown(data)).toContain('30 more rows are in the HTML, CSV and JSON reports.');
    expect(markdown(data)).toContain('130 more causes are in the JSON report.');
  });

  it('is the same for the same data', () => {
    expect(buildReport(dataOf('a'))).toEqual(buildReport(dataOf('a')));
  });
});
