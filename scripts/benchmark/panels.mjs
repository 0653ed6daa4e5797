import { chromium } from '@playwright/test';
import { startService } from '../lib/service.mjs';
import { buildCollector, buildPage, findBrowser, install, ROOT, runMain } from '../setup.mjs';
import { machine, median, report } from './machine.mjs';

const RUNS = 5;
const ROWS = [10, 1000, 10_000];
const PANELS = ['ranking', 'comparison'];
const ROW = { ranking: 'data-testid claude-flow ranking-row', comparison: 'data-testid claude-flow comparison-row' };
const SECOND = 1000;

/**
 * How long the panels take in a browser, on the stand-alone page, for so many made-up rows. "Render" is from the click that
 * mounts the panel to the second frame after it, "update" the same for other values; "script" is the time in JavaScript
 * within it, applying the field options to all rows included, as a dashboard does it. "First script" is that of the very first
 * time on a page, when no code has been compiled yet.
 */
await runMain(async () => {
  await install();
  await buildCollector();
  await buildPage();
  const { path, missing } = await findBrowser();
  if (path === undefined) {
    throw new Error(missing);
  }
  const service = await startService(ROOT, ['--no-demo']);
  const browser = await chromium.launch({
    executablePath: path,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const figures = {};
    for (const panel of PANELS) {
      for (const rows of ROWS) {
        Object.assign(figures, await measure(browser, service.url, panel, rows));
      }
    }
    report({ machine: machine(), browser: `Chromium ${browser.version()}`, runs: RUNS, ...figures });
  } finally {
    await browser.close();
    await service.stop();
  }
});

/** Medians of some runs, each on a page of its own: first with code that never ran before, then, to measure, again. */
async function measure(browser, url, panel, rows) {
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    await page.goto(`${url}/a/standalone/synthetic-panels?panel=${panel}&rows=${rows}`);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    const row = page.getByTestId(ROW[panel]).first();
    const click = (name) => timed(page, cdp, name);
    const first = await click('Show');
    await row.waitFor();
    await page.getByRole('button', { name: 'Hide' }).click();
    await row.waitFor({ state: 'detached' });
    const render = await click('Show');
    await row.waitFor();
    const update = await click('Update');
    const drawn = await page.getByTestId(ROW[panel]).count();
    runs.push({ first, render, update, drawn });
    await page.close();
  }
  const of = (name, of) => ({ [`${panel}${rows}${name}`]: median(runs.map(of)) });
  return {
    ...of('FirstScriptMs', ({ first }) => first.script),
    ...of('RenderMs', ({ render }) => render.wall),
    ...of('RenderScriptMs', ({ render }) => render.script),
    ...of('UpdateMs', ({ update }) => update.wall),
    ...of('UpdateScriptMs', ({ update }) => update.script),
    ...of('DrawnRows', ({ drawn }) => drawn),
  };
}

/** Clicks a button of the page; ms until the second frame after it, and ms of that in JavaScript. */
async function timed(page, cdp, name) {
  // Waits until it can be clicked.
  await page.getByRole('button', { name, exact: true }).click({ trial: true });
  const before = await scriptSeconds(cdp);
  const wall = await page.evaluate(
    (text) =>
      new Promise((resolve) => {
        const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === text);
        const start = performance.now();
        button?.click();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
      }),
    name
  );
  return { wall, script: ((await scriptSeconds(cdp)) - before) * SECOND };
}

async function scriptSeconds(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration').value;
}
