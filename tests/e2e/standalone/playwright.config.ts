import { defineConfig } from '@playwright/test';

const asRoot = process.getuid?.() === 0;

/** Runs against a service that is already there: STANDALONE_URL says where (`globalSetup.ts` checks it). */
export default defineConfig({
  testDir: '.',
  outputDir: '../../../test-results/standalone',
  globalSetup: './globalSetup.ts',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    baseURL: process.env.STANDALONE_URL,
    acceptDownloads: true,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: asRoot ? ['--no-sandbox'] : [],
    },
  },
});
