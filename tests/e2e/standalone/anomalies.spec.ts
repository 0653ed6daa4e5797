import { expect, PAGES, test } from './fixtures.ts';

const VIEW = 'data-testid claude-flow anomalies';
const SUMMARY = 'data-testid claude-flow anomalies-summary';
const INCIDENT = 'data-testid claude-flow anomalies-incident';

const synthetic = (rows: number) => `/a/standalone/synthetic-panels?panel=anomalies&rows=${rows}`;

test('what the service and what the page analyse is drawn and summed up', async ({ page }) => {
  await page.goto(PAGES.anomalies);
  await expect(page.getByTestId(VIEW)).toHaveCount(2);
  for (const panel of await page.getByTestId(VIEW).all()) {
    await expect(panel.getByTestId(SUMMARY)).toHaveText(/\S/);
    await expect(panel.getByRole('figure').locator('canvas').first()).toBeVisible();
  }
});

test('incidents are listed, and the keyboard zooms to the time around one', async ({ page }) => {
  await page.goto(synthetic(5000));
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByTestId(SUMMARY)).toHaveText(/^Incidents: 5, in 1 of 1 series\. The worst: duration too high/);
  await expect(page.getByTestId(INCIDENT)).toHaveCount(5);
  const before = await page.getByRole('figure').screenshot();
  const zoom = page.getByTestId(INCIDENT).first().getByRole('button');
  await zoom.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => before.equals(await page.getByRole('figure').screenshot())).toBe(false);
});

test('the cursor shows what was expected', async ({ page }) => {
  await page.goto(synthetic(5000));
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByTestId(SUMMARY)).toBeVisible();
  const drawing = page.locator('.u-over');
  const { width, height } = (await drawing.boundingBox()) ?? { width: 0, height: 0 };
  await drawing.hover({ position: { x: width * 0.55, y: height / 2 } });
  await expect(page.getByText(/ms, expected .* \(.* to .*\), score/)).toBeVisible();
});

test('a million values are analysed and drawn while the page answers clicks', async ({ page }) => {
  await page.goto(synthetic(1_000_000));
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await page.getByRole('button', { name: 'Show' }).click();
  const answered = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let clicks = 0;
        const button = document.createElement('button');
        button.addEventListener('click', () => clicks++);
        const frame = () => {
          button.click();
          if (document.querySelector('[data-testid="data-testid claude-flow anomalies-summary"]')) {
            resolve(clicks);
          } else {
            requestAnimationFrame(frame);
          }
        };
        requestAnimationFrame(frame);
      })
  );
  expect(workers).toHaveLength(1);
  expect(answered).toBeGreaterThan(5);
  await expect(page.getByTestId(SUMMARY)).toHaveText(/^Incidents: 5, in 1 of 1 series\./);
  // More values than pixels: those that are drawn are the ones that are seen.
  await expect(page.getByTestId(INCIDENT)).toHaveCount(5);
});

test('new values of a stream replace the old ones without the panel ever being empty', async ({ page }) => {
  await page.goto(synthetic(50_000));
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByTestId(SUMMARY)).toBeVisible();
  await page.evaluate((id) => {
    const watched = window as Window & { gone?: boolean };
    watched.gone = false;
    new MutationObserver(() => {
      watched.gone ||= document.querySelector(`[data-testid="${id}"]`) === null;
    }).observe(document.body, { childList: true, subtree: true });
  }, SUMMARY);
  for (let round = 0; round < 5; round++) {
    await page.getByRole('button', { name: 'Update' }).click();
  }
  await expect(page.getByTestId(VIEW)).toHaveAttribute('aria-busy', 'false');
  expect(await page.evaluate(() => (window as Window & { gone?: boolean }).gone)).toBe(false);
});
