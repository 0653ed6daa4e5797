import { APP_ID, expect, test } from './fixtures';

test('the overview leads to the page of a swarm', async ({ gotoAppPage, page }) => {
  await gotoAppPage({ pluginId: APP_ID, path: '/overview' });
  const link = page.getByRole('table', { name: 'Swarms' }).getByRole('rowheader').first().getByRole('link');
  const name = (await link.textContent()) ?? '';
  await link.click();
  await expect(page.getByTestId('data-testid claude-flow swarm')).toContainText(name);
  for (const section of ['Key figures', 'Tasks', 'Unusual durations']) {
    await expect(page.getByRole('heading', { name: section })).toBeVisible();
  }
  await expect(page.getByRole('table', { name: 'Tasks' }).getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('link', { name: 'Report on it' }).click();
  await expect(page).toHaveURL(new RegExp(`/a/${APP_ID}/reports\\?swarm=`));
  await expect(page.getByRole('button', { name: 'Preview' })).toBeVisible();
});

test('the comparison says whether a difference is real, and keeps the choice in its address', async ({
  gotoAppPage,
  page,
}) => {
  await gotoAppPage({ pluginId: APP_ID, path: '/compare' });
  await expect(page.getByRole('heading', { name: 'Verdicts' })).toBeVisible();
  await expect(page.getByRole('table').first().getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('combobox', { name: 'Baseline' }).click();
  await page.getByRole('option').last().click();
  await expect(page).toHaveURL(/baseline=/);
});

test('the inputs page tells of the collector and its inputs', async ({ gotoAppPage, page }) => {
  await gotoAppPage({ pluginId: APP_ID, path: '/inputs' });
  await expect(page.getByRole('table', { name: 'Inputs' }).getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Collector' }).getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByText('npx claude-flow-perf doctor').first()).toBeVisible();
});

test('the alerts page lists our rules and where they go', async ({ gotoAppPage, page }) => {
  await gotoAppPage({ pluginId: APP_ID, path: '/alerts' });
  const alerts = page.getByTestId('data-testid claude-flow alerts');
  await expect(alerts.getByText('Collector down').first()).toBeVisible();
  await expect(alerts.getByText('Swarm error rate high').first()).toBeVisible();
  await expect(alerts.getByRole('heading').filter({ hasText: /contact points/i })).toBeVisible();
});

test('a viewer sees the pages and may not change anything', async ({
  browser,
  grafanaAPICredentials,
  request,
  baseURL,
}) => {
  const login = `e2e-viewer-${Date.now()}`;
  const basic = `Basic ${Buffer.from(`${grafanaAPICredentials?.user}:${grafanaAPICredentials?.password}`).toString('base64')}`;
  const made = await request.post('/api/admin/users', {
    headers: { authorization: basic },
    data: { login, password: 'viewer-password', email: `${login}@localhost`, name: login },
  });
  expect(made.ok()).toBe(true);
  const { id } = (await made.json()) as { id: number };
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  try {
    const signedIn = await context.request.post('/login', { data: { user: login, password: 'viewer-password' } });
    expect(signedIn.ok()).toBe(true);
    const page = await context.newPage();
    await page.goto(`/a/${APP_ID}/overview`);
    await expect(page.getByRole('table', { name: 'Swarms' }).getByRole('rowheader').first()).toBeVisible();
    await page.goto(`/a/${APP_ID}/alerts`);
    await expect(page.getByTestId('data-testid claude-flow alerts')).toBeVisible();
    await expect(page.getByText('Something went wrong')).toHaveCount(0);
    const settings = await context.request.post(`/api/plugins/${APP_ID}/settings`, { data: { enabled: false } });
    expect(settings.status()).toBe(403);
  } finally {
    await context.close();
    await request.delete(`/api/admin/users/${id}`, { headers: { authorization: basic } });
  }
});
