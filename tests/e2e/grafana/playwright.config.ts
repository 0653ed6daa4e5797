import { dirname, resolve } from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import type { PluginOptions } from '@grafana/plugin-e2e';

const auth = `${dirname(require.resolve('@grafana/plugin-e2e'))}/auth`;
const asRoot = process.getuid?.() === 0;
const credentials = { user: process.env.GRAFANA_USER ?? 'admin', password: process.env.GRAFANA_PASSWORD ?? 'admin' };

/** Runs against a Grafana that has the plugins, provisioned with `provisioning/`, and a collector with demo data. */
export default defineConfig<PluginOptions>({
  testDir: '.',
  outputDir: '../../../test-results/grafana',
  // Specs share one Grafana and its users.
  workers: 1,
  timeout: 90_000,
  // Pages are loaded when shown, from a server that may be busy.
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.GRAFANA_URL ?? 'http://localhost:3000',
    grafanaAPICredentials: credentials,
    provisioningRootDir: resolve(__dirname, '../../../provisioning'),
    trace: 'retain-on-failure',
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: asRoot ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'auth', testDir: auth, testMatch: [/.*\.js/], use: { user: { ...credentials, role: 'Admin' } } },
    {
      name: 'grafana',
      use: { storageState: `playwright/.auth/${credentials.user}.json` },
      dependencies: ['auth'],
    },
  ],
});
