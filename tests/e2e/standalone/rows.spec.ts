import { expect, test } from './fixtures.ts';

const ROWS = 10_000;

for (const panel of ['ranking', 'comparison']) {
  test(`the ${panel} panel draws the rows in sight of ${ROWS}, and the keyboard reaches the last one`, async ({
    page,
  }) => {
    await page.goto(`/a/standalone/synthetic-panels?panel=${panel}&rows=${ROWS}`);
    await page.getByRole('button', { name: 'Show' }).click();
    const rows = page.getByTestId(`data-testid claude-flow ${panel}-row`);
    await expect(rows.first()).toBeVisible();
    await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(ROWS + 1));
    expect(await rows.count()).toBeLessThan(100);
    await rows.first().focus();
    await page.keyboard.press('End');
    const last = page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: `synthetic-${ROWS}`, exact: true }) });
    await expect(last).toBeFocused();
    await expect(last).toBeInViewport();
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('rowheader', { name: `synthetic-${ROWS - 1}`, exact: true })).toBeInViewport();
  });
}
