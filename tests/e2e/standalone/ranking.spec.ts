import { expect, PAGES, swarmsOf, test } from './fixtures.ts';

const INTERVAL = /95 % interval/;

test('the overview ranks every demo swarm with an interval and a sample size', async ({ page, request }) => {
  const swarms = await swarmsOf(request);
  expect(swarms).toHaveLength(3);
  await page.goto(PAGES.overview);
  const ranking = page.getByRole('region', { name: 'Ranking' });
  for (const { swarmId } of swarms) {
    const row = ranking.getByRole('row').filter({ has: page.getByRole('rowheader', { name: swarmId }) });
    await expect(row.getByRole('img', { name: INTERVAL })).toBeVisible();
    await expect(row.getByRole('cell').first()).toContainText(/^\d+(–\d+)?/);
    await expect(row.getByRole('cell').last()).toHaveText(/^[\d,]+$/);
  }
});

test('the swarm table says what the service says', async ({ page, request }) => {
  await page.goto(PAGES.overview);
  const table = page.getByRole('table', { name: 'Swarms' });
  for (const { swarmId, tasks } of await swarmsOf(request)) {
    const cells = table
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: swarmId }) })
      .getByRole('cell');
    await expect(cells.nth(1)).toHaveText(String(tasks.total));
    await expect(cells.nth(2)).toHaveText(String(tasks.failed));
  }
});

test('the demonstration says that it is one', async ({ page }) => {
  await page.goto(PAGES.overview);
  await expect(page.getByRole('note')).toContainText('replayed recording, stub model');
});

test('the same panel that Grafana mounts shows the ranking', async ({ page, request }) => {
  const [first] = await swarmsOf(request);
  await page.goto(PAGES.rankings);
  const panel = page.getByTestId('data-testid claude-flow ranking').first();
  await expect(panel.getByRole('rowheader', { name: first?.swarmId })).toBeVisible();
  await expect(panel.getByRole('img', { name: INTERVAL }).first()).toBeVisible();
});

test('arrow keys walk through the rows, and the ranking is one tab stop', async ({ page }) => {
  await page.goto(PAGES.overview);
  const rows = page.getByTestId('data-testid claude-flow ranking-row');
  await expect(rows).toHaveCount(3);
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('[data-testid="data-testid claude-flow ranking-row"]:focus')).toHaveCount(0);
});

test('another metric gives another ranking', async ({ page }) => {
  await page.goto(PAGES.overview);
  const ranking = page.getByRole('region', { name: 'Ranking' });
  await expect(ranking.getByRole('columnheader', { name: 'Task duration' })).toBeVisible();
  await ranking.getByRole('combobox', { name: 'Ranked by' }).click();
  await page.getByRole('option', { name: 'Error rate', exact: true }).click();
  await expect(ranking.getByRole('columnheader', { name: 'Error rate' })).toBeVisible();
});

test('the panel ranks by a score whose weights the reader moves with the keyboard', async ({ page, request }) => {
  const swarms = await swarmsOf(request);
  await page.goto(PAGES.rankings);
  const panel = page.getByTestId('data-testid claude-flow ranking').last();
  const by = panel.getByRole('combobox', { name: 'Ranked by' });
  await expect(by).toBeVisible();
  await by.click();
  await page.getByRole('option', { name: 'Weighted score' }).click();
  const weight = panel.getByRole('slider', { name: 'Task duration' });
  await expect(weight).toHaveValue('1');
  await weight.focus();
  await page.keyboard.press('Home');
  await expect(weight).toHaveValue('0');
  await expect(panel.getByText('left out')).toBeVisible();
  await expect(panel.getByRole('status')).toContainText('First under weights drawn at random');
  await panel.getByRole('searchbox', { name: 'Search rows' }).fill(swarms[0]?.swarmId ?? '');
  await expect(panel.getByRole('rowheader')).toHaveCount(1);
});
