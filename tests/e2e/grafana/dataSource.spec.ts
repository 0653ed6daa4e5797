import { expect, test } from './fixtures';

test('the provisioned data source is healthy', async ({ dataSource, gotoDataSourceConfigPage, page }) => {
  await gotoDataSourceConfigPage(dataSource.uid);
  // A provisioned data source cannot be saved, so its page offers "Test" alone.
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(
    page
      .getByRole('status')
      .or(page.getByRole('alert'))
      .filter({ hasText: /collector/i })
      .first()
  ).toBeVisible();
  await expect(page.getByText('Health check failed')).toHaveCount(0);
});

test('Explore answers the default query', async ({ dataSource, explorePage, page }) => {
  await explorePage.datasource.set(dataSource.name);
  const editor = page.getByTestId('data-testid claude-flow query-editor');
  await expect(editor.getByRole('combobox', { name: 'Metric' })).toHaveValue('Task duration');
  await expect(explorePage.runQuery()).toBeOK();
});

test('the query editor shows only what matters for the type', async ({ dataSource, panelEditPage, page }) => {
  await panelEditPage.datasource.set(dataSource.name);
  const editor = page.getByTestId('data-testid claude-flow query-editor');
  await editor.getByRole('combobox', { name: 'Show' }).click();
  await page.getByRole('option', { name: /^Comparison/ }).click();
  await expect(editor.getByRole('combobox', { name: 'Baseline' })).toBeVisible();
  await expect(editor.getByRole('combobox', { name: 'Aggregation' })).toHaveCount(0);
});
