import { readFile } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import { expect, PAGES, swarmsOf, test, type Swarm } from './fixtures.ts';

type Row = Pick<Swarm, 'swarmId'> & { total: number; failed: number };

async function download(page: Page, format: string): Promise<{ name: string; text: string }> {
  await page.goto(PAGES.reports);
  await page.getByRole('radio', { name: format }).check();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

function expected(swarms: readonly Swarm[]): Row[] {
  return sorted(swarms.map(({ swarmId, tasks: { total, failed } }) => ({ swarmId, total, failed })));
}

function sorted(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => a.swarmId.localeCompare(b.swarmId));
}

/** Rows of the first table that has the columns of the overview, cells as text. */
function readRows(header: readonly string[], body: ReadonlyArray<readonly string[]>): Row[] {
  const at = (name: string) => header.indexOf(name);
  return sorted(
    body.map((cells) => ({
      swarmId: cells[at('Swarm')] ?? '',
      total: numberOf(cells[at('Tasks')]),
      failed: numberOf(cells[at('Failed')]),
    }))
  );
}

function numberOf(text = ''): number {
  return Number(text.replace(/[^\d.]/g, ''));
}

test('JSON', async ({ page, request }) => {
  const { name, text } = await download(page, 'JSON');
  expect(name).toMatch(/^claude-flow-report_all-swarms_[\d-]+\.json$/);
  const { swarms }: { swarms: Swarm[] } = JSON.parse(text);
  expect(expected(swarms)).toEqual(expected(await swarmsOf(request)));
});

test('Markdown', async ({ page, request }) => {
  const { name, text } = await download(page, 'Markdown');
  expect(name).toMatch(/\.md$/);
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|') && line.includes('Tasks'));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  const [header = [], , ...body] = lines.slice(start, end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/\\(.)/g, '$1'))
  );
  expect(readRows(header, body)).toEqual(expected(await swarmsOf(request)));
});

test('HTML', async ({ page, request, browser }) => {
  const { name, text } = await download(page, 'HTML');
  expect(name).toMatch(/\.html$/);
  const reader = await browser.newPage({ offline: true, javaScriptEnabled: true });
  await reader.setContent(text);
  const table = reader
    .getByRole('table')
    .filter({ has: reader.getByRole('columnheader', { name: 'Tasks' }) })
    .first();
  const header = await table.getByRole('columnheader').allInnerTexts();
  const body = await table
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')));
  expect(readRows(header, body)).toEqual(expected(await swarmsOf(request)));
  await expect(reader.locator('script')).toHaveCount(0);
  await reader.close();
});

/**
 * What of a document would run, sandbox or not: scripts, embedded documents, event handlers, script addresses. Looked for in a
 * page of its own, whose policy has no say in it.
 */
async function active(browser: Browser, html: string): Promise<string[]> {
  const reader = await browser.newPage({ offline: true });
  const found = await reader.evaluate((source) => {
    const found: string[] = [];
    for (const element of new DOMParser().parseFromString(source, 'text/html').querySelectorAll('*')) {
      if (element.matches('script, iframe, object, embed, meta[http-equiv=refresh]')) {
        found.push(element.tagName);
      }
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on') || /^\s*(javascript|vbscript):/i.test(value)) {
          found.push(`${element.tagName} ${name}`);
        }
      }
    }
    return found;
  }, html);
  await reader.close();
  return found;
}

test('the preview cannot run anything', async ({ page, browser }) => {
  await page.goto(PAGES.reports);
  await page.getByRole('button', { name: 'Preview' }).click();
  const frame = page.getByTestId('data-testid claude-flow report-preview');
  await expect(frame).toHaveAttribute('sandbox', '');
  await expect(frame).toHaveAttribute('srcdoc', /<h1>/);
  expect(await active(browser, (await frame.getAttribute('srcdoc')) ?? '')).toEqual([]);
  expect(await active(browser, '<p onclick="a()"><a href=" JavaScript:a()">b</a><script>a()</script>')).toHaveLength(3);
});

test('a report on one chosen swarm is about that one', async ({ page, request }) => {
  const [first] = await swarmsOf(request);
  await page.goto(PAGES.reports);
  await page.getByRole('combobox', { name: /^Swarms/ }).click();
  await page.getByRole('option', { name: first?.swarmId }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'JSON' }).check();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  const { swarms }: { swarms: Swarm[] } = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(swarms.map(({ swarmId }) => swarmId)).toEqual([first?.swarmId]);
});
