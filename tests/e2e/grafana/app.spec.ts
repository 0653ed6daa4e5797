import { APP_ID, expect, test } from './fixtures';

test('the overview shows the swarms and their ranking', async ({ gotoAppPage, page }) => {
  await gotoAppPage({ pluginId: APP_ID, path: '/overview' });
  await expect(page.getByRole('table', { name: 'Swarms' }).getByRole('rowheader').first()).toBeVisible();
  await expect(page.getByTestId('data-testid claude-flow ranking-row').first()).toBeVisible();
});

test('a report can be previewed', async ({ gotoAppPage, page }) => {
  await gotoAppPage({ pluginId: APP_ID, path: '/reports' });
  await page.getByRole('button', { name: 'Preview' }).click();
  const preview = page.getByTestId('data-testid claude-flow report-preview');
  // A report looks at up to twenty swarms one by one.
  await expect(preview).toHaveAttribute('srcdoc', /<h1>/, { timeout: 60_000 });
});

test('the configuration shows that every layer works', async ({ gotoAppConfigPage, page }) => {
  await gotoAppConfigPage({ pluginId: APP_ID });
  await page.getByRole('tab', { name: 'Configuration' }).click();
  const layers = page.getByTestId('data-testid claude-flow health-layer');
  await expect(layers).toHaveCount(3);
  await expect(layers.filter({ hasText: 'at fault' })).toHaveCount(0);
});
