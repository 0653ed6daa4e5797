import AxeBuilder from '@axe-core/playwright';
import { expect, PAGES, swarmsOf, test } from './fixtures.ts';

const VIEW = 'data-testid claude-flow comparison';
const ROW = 'data-testid claude-flow comparison-row';

test('the panel shows every swarm with its interval, and who wins or why nobody does', async ({ page, request }) => {
  const swarms = await swarmsOf(request);
  await page.goto(PAGES.comparisons);
  for (const panel of await page.getByTestId(VIEW).all()) {
    await expect(panel.getByTestId('data-testid claude-flow comparison-summary')).toHaveText(/Winner|No single winner/);
    for (const { swarmId } of swarms) {
      const row = panel.getByRole('row').filter({ has: page.getByRole('rowheader', { name: swarmId, exact: true }) });
      await expect(row.getByRole('img', { name: /95 % interval/ })).toBeVisible();
    }
  }
});

test('the page and the service find the same', async ({ page, request }) => {
  const [first] = await swarmsOf(request);
  await page.goto(PAGES.comparisons);
  const figures = await Promise.all(
    [0, 1].map(async (index) => {
      const row = page
        .getByTestId(VIEW)
        .nth(index)
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: first?.swarmId ?? '', exact: true }) });
      await expect(row).toBeVisible();
      return (await row.getByRole('cell').allInnerTexts()).filter((text) => text !== '').slice(-2);
    })
  );
  expect(figures[1]).toEqual(figures[0]);
});

test('a baseline holds the others against it', async ({ page, request }) => {
  const [first] = await swarmsOf(request);
  await page.goto(PAGES.comparisons);
  const panel = page.getByTestId(VIEW).first();
  // Menus close when the page below them moves, as it does until both panels are there.
  await expect(page.getByRole('table')).toHaveCount(2);
  await panel.getByRole('combobox', { name: 'Baseline' }).click();
  await page.getByRole('option', { name: first?.swarmId, exact: true }).click();
  await expect(panel.getByRole('columnheader', { name: `Against ${first?.swarmId}` })).toBeVisible();
  await expect(panel.getByText(/better|worse|no difference shown|too few samples/).first()).toBeVisible();
});

test('rows, differences and trade-offs are reached with the keyboard alone', async ({ page }) => {
  await page.goto(PAGES.comparisons);
  const panel = page.getByTestId(VIEW).first();
  await expect(panel.getByTestId(ROW).first()).toBeVisible();
  await panel.getByTestId(ROW).first().focus();
  await page.keyboard.press('End');
  await expect(panel.getByTestId(ROW).last()).toBeFocused();
  await panel.getByRole('radio', { name: 'Distributions' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(panel.getByTestId('data-testid claude-flow comparison-pair').first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(panel.getByRole('img', { name: /groups by/ })).toBeVisible();
});

for (const view of ['Differences', 'Trade-offs']) {
  test(`${view}: no serious accessibility finding`, async ({ page }) => {
    await page.goto(PAGES.comparisons);
    await page.getByTestId(VIEW).first().getByRole('radio', { name: view }).check();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });
}
