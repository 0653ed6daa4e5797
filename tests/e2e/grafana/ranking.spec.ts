import { expect, RANKING_PANEL, OVERVIEW_DASHBOARD, test } from './fixtures';

test('the ranking panel ranks what the data source answers', async ({ dataSource, panelEditPage, page }) => {
  await panelEditPage.datasource.set(dataSource.name);
  const editor = page.getByTestId('data-testid claude-flow query-editor');
  await editor.getByRole('combobox', { name: 'Show' }).click();
  await page.getByRole('option', { name: /^Ranking/ }).click();
  await panelEditPage.setVisualization(RANKING_PANEL);
  await expect(panelEditPage.refreshPanel()).toBeOK();
  const rows = page.getByTestId('data-testid claude-flow ranking-row');
  await expect(rows.first()).toBeVisible();
  await expect(rows.first().getByRole('img', { name: /95 % interval/ })).toBeVisible();
});

test('the bundled dashboard shows data', async ({ gotoDashboardPage, page }) => {
  const queryParams = new URLSearchParams({ from: 'now-90d', to: 'now' });
  await gotoDashboardPage({ uid: OVERVIEW_DASHBOARD, queryParams });
  await expect(page.getByTestId('data-testid claude-flow ranking-row').first()).toBeVisible();
  await expect(page.getByText('No data', { exact: true })).toHaveCount(0);
});
