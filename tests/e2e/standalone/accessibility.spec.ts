import AxeBuilder from '@axe-core/playwright';
import { expect, PAGES, test } from './fixtures.ts';

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    for (const [name, path] of Object.entries(PAGES)) {
      test(`${name} has no serious accessibility finding`, async ({ page }) => {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
        await expect(
          page.getByText('…', { exact: false }).filter({ hasText: /^(Asking|Ranking|Checking)/ })
        ).toHaveCount(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      });
    }
  });
}

test('the theme switch changes the theme and is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(PAGES.overview);
  const scheme = () => page.evaluate(() => document.documentElement.style.colorScheme);
  expect(await scheme()).toBe('dark');
  await page.getByRole('button', { name: 'Light theme' }).click();
  expect(await scheme()).toBe('light');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Dark theme' })).toBeVisible();
  expect(await scheme()).toBe('light');
});
