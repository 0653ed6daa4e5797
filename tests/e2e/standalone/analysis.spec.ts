import { expect, test as unwatched, type Page } from '@playwright/test';
import { test } from './fixtures.ts';

const PATH = '/a/standalone/synthetic';

/** Asks for an analysis and clicks until the answer is there; says how the page did meanwhile. */
async function analyse(page: Page, points: number) {
  await page.goto(`${PATH}?points=${points}`);
  const status = page.getByRole('status').filter({ hasText: 'Clicks answered' });
  await expect(status).toBeVisible();
  const measured = page.evaluate(
    () =>
      new Promise<{ longestGapMs: number; durationMs: number }>((resolve) => {
        const button = (name: string) =>
          [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name);
        const said = (text: string) =>
          [...document.querySelectorAll('[role=status]')].some(({ textContent }) => textContent?.includes(text));
        let longestGapMs = 0;
        let start = 0;
        let last = 0;
        const frame = (now: number) => {
          longestGapMs = Math.max(longestGapMs, now - last);
          last = now;
          button('Click while waiting')?.click();
          if (said('Analysed in')) {
            resolve({ longestGapMs, durationMs: now - start });
          } else {
            requestAnimationFrame(frame);
          }
        };
        button('Analyse')?.click();
        // The series is made up in the page at first, which is no part of the analysis.
        requestAnimationFrame(() =>
          requestAnimationFrame((now) => {
            start = last = now;
            requestAnimationFrame(frame);
          })
        );
      })
  );
  const { longestGapMs, durationMs } = await measured;
  test.info().annotations.push({
    type: 'measured',
    description: `${points} points: ${durationMs.toFixed(0)} ms, longest gap between frames ${longestGapMs.toFixed(0)} ms`,
  });
  const text = (await status.textContent()) ?? '';
  return { text, clicks: Number(/waiting: (\d+)/.exec(text)?.[1]) };
}

test('a million points are analysed in a worker while the page answers clicks and draws frames', async ({ page }) => {
  const { text, clicks } = await analyse(page, 1_000_000);
  expect(text).toContain('found 5 incidents, 5 were put in. Analysed in a worker.');
  // One click a drawn frame: a page that waits for the analysis answers one or two.
  expect(clicks).toBeGreaterThan(5);
});

test('few points need no worker, and the one that is started for many is kept', async ({ page }) => {
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  expect((await analyse(page, 5000)).text).toContain('Analysed in the page.');
  expect(workers).toHaveLength(0);
  expect((await analyse(page, 50_000)).text).toContain(
    'Analysis 1: found 5 incidents, 5 were put in. Analysed in a worker.'
  );
  await page.getByRole('button', { name: 'Analyse' }).click();
  await expect(page.getByText('Analysis 2: found 5 incidents, 5 were put in. Analysed in a worker.')).toBeVisible();
  expect(workers).toHaveLength(1);
});

test('without workers the analysis runs in the page, in slices that let clicks in', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'Worker');
  });
  const { text, clicks } = await analyse(page, 300_000);
  expect(text).toContain('found 5 incidents, 5 were put in. Analysed in the page, in slices.');
  expect(clicks).toBeGreaterThan(2);
});

// The browser reports the refusal on the console, where the other tests want silence.
unwatched('where the security policy refuses workers the analysis runs in the page', async ({ page }) => {
  await page.route('**/a/standalone/**', async (route) => {
    const answer = await route.fetch();
    const policy = `${answer.headers()['content-security-policy']}; worker-src 'none'`;
    await route.fulfill({ response: answer, headers: { ...answer.headers(), 'content-security-policy': policy } });
  });
  const { text } = await analyse(page, 100_000);
  expect(text).toContain('Analysed in the page, in slices.');
});
