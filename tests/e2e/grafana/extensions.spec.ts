import { expect, test, APP_ID } from './fixtures';

test('the command palette leads to the comparison', async ({ page }) => {
  await page.goto('/');
  await page
    .getByRole('button', { name: /search/i })
    .first()
    .click();
  const box = page.getByPlaceholder(/search or jump/i);
  await box.fill('Compare swarms of agents');
  await expect(page.getByRole('option', { name: /Compare swarms of agents/ }).first()).toBeVisible();
  await box.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/a/${APP_ID}/compare`));
  await expect(page.getByTestId('data-testid claude-flow compare')).toBeVisible();
});

test('a swarm in a panel leads to its page', async ({ dataSource, panelEditPage, page }) => {
  await panelEditPage.datasource.set(dataSource.name);
  const editor = page.getByTestId('data-testid claude-flow query-editor');
  await editor.getByRole('combobox', { name: 'Show' }).click();
  await page.getByRole('option', { name: /^Ranking/ }).click();
  await panelEditPage.setVisualization('Claude-Flow Swarm Ranking');
  await expect(panelEditPage.refreshPanel()).toBeOK();
  const panel = page.getByTestId('data-testid claude-flow ranking');
  await panel
    .getByRole('button', { name: /^Links of/ })
    .first()
    .click();
  await expect(page.getByRole('link', { name: 'Tasks of the swarm' })).toHaveAttribute('href', /\/explore\?/);
  const link = page.getByRole('link', { name: 'Swarm page' });
  await expect(link).toHaveAttribute('href', new RegExp(`/a/${APP_ID}/swarms/-\\?id=.+&from=.+&to=`));
  await page.goto((await link.getAttribute('href')) ?? '');
  await expect(page.getByTestId('data-testid claude-flow swarm')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Key figures' })).toBeVisible();
});
