import AxeBuilder from '@axe-core/playwright';
import { expect, PAGES, swarmsOf, test } from './fixtures.ts';

test('a swarm is reached from the overview by keyboard, and its page agrees with the service', async ({
  page,
  request,
}) => {
  const [first] = await swarmsOf(request);
  await page.goto(PAGES.overview);
  const link = page.getByRole('table', { name: 'Swarms' }).getByRole('link', { name: first?.swarmId });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/swarms\//);
  const figures = page.getByRole('table', { name: 'Key figures' });
  await expect(figures.getByRole('rowheader', { name: first?.swarmId })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Agents and sub-agents' }).getByRole('rowheader').first()).toBeVisible();
  await expect(page.getByRole('table', { name: 'Tasks' })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
});

test('a name that is markup is text, in the address and on the page', async ({ page }) => {
  const name = '<img src=x onerror=alert(1)>/%2F#?';
  await page.goto(`/a/claudeflow-performance-app/swarms/-?id=${encodeURIComponent(name)}`);
  await expect(page.getByText(name, { exact: true })).toBeVisible();
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
});

test('a comparison says in a sentence what the data show, and can be taken away', async ({ page }) => {
  await page.goto(PAGES.compare);
  await expect(page.getByRole('table', { name: 'Pairs' }).getByRole('row').nth(1)).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Pairs as CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('comparison.csv');
});

test('the inputs say in which state they are', async ({ page }) => {
  await page.goto(PAGES.inputs);
  await expect(page.getByRole('table', { name: 'Inputs' }).getByRole('rowheader', { name: 'otlp' })).toBeVisible();
});
