import { ANOMALIES_PANEL, expect, test } from './fixtures';

for (const [type, name] of [
  ['anomalies', /^Anomalies/],
  ['series', /^Time series/],
] as const) {
  test(`the anomalies panel shows ${type} of the data source`, async ({ dataSource, panelEditPage, page }) => {
    await panelEditPage.datasource.set(dataSource.name);
    const editor = page.getByTestId('data-testid claude-flow query-editor');
    await editor.getByRole('combobox', { name: 'Show' }).click();
    await page.getByRole('option', { name }).click();
    await panelEditPage.setVisualization(ANOMALIES_PANEL);
    await expect(panelEditPage.refreshPanel()).toBeOK();
    const panel = page.getByTestId('data-testid claude-flow anomalies');
    await expect(panel.getByTestId('data-testid claude-flow anomalies-summary')).toHaveText(/\S/);
    await expect(panel.getByRole('figure').locator('canvas').first()).toBeVisible();
  });
}
