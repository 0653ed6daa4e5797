import { COMPARISON_PANEL, expect, test } from './fixtures';

test('the comparison panel compares what the data source answers', async ({ dataSource, panelEditPage, page }) => {
  await panelEditPage.datasource.set(dataSource.name);
  const editor = page.getByTestId('data-testid claude-flow query-editor');
  await editor.getByRole('combobox', { name: 'Show' }).click();
  await page.getByRole('option', { name: /^Comparison/ }).click();
  await panelEditPage.setVisualization(COMPARISON_PANEL);
  await expect(panelEditPage.refreshPanel()).toBeOK();
  const panel = page.getByTestId('data-testid claude-flow comparison');
  await expect(panel.getByTestId('data-testid claude-flow comparison-summary')).toHaveText(/Winner|No single winner/);
  await expect(panel.getByRole('img', { name: /95 % interval/ }).first()).toBeVisible();
  await panel.getByRole('radio', { name: 'Differences' }).check();
  await expect(panel.getByTestId('data-testid claude-flow comparison-pair').first()).toBeVisible();
});

test('the comparison panel compares single tasks in the browser', async ({ dataSource, panelEditPage, page }) => {
  await panelEditPage.datasource.set(dataSource.name);
  const editor = page.getByTestId('data-testid claude-flow query-editor');
  await editor.getByRole('combobox', { name: 'Show' }).click();
  await page.getByRole('option', { name: /^Tasks/ }).click();
  await panelEditPage.setVisualization(COMPARISON_PANEL);
  await expect(panelEditPage.refreshPanel()).toBeOK();
  await expect(page.getByTestId('data-testid claude-flow comparison-row').first()).toBeVisible();
});
