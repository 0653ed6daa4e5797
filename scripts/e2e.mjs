import { run } from './lib/run.mjs';
import { findBrowser, install, ROOT, runMain } from './setup.mjs';

/** `npm run e2e`: the specs that need a Grafana with the plugin, against the one at GRAFANA_URL. */
await runMain(async () => {
  if (!process.env.GRAFANA_URL) {
    throw new Error(
      'Set GRAFANA_URL to a Grafana that has the plugin and its provisioning (and GRAFANA_USER, GRAFANA_PASSWORD if they are not admin/admin).'
    );
  }
  await install();
  const browser = await findBrowser();
  if (browser.path === undefined) {
    throw new Error(browser.missing);
  }
  const { code } = await run(
    process.execPath,
    [
      'node_modules/@playwright/test/cli.js',
      'test',
      '-c',
      'tests/e2e/grafana/playwright.config.ts',
      ...process.argv.slice(2),
    ],
    {
      cwd: ROOT,
      env: { CHROMIUM_PATH: browser.path },
      show: 'all',
      allowFailure: true,
    }
  );
  process.exitCode = code;
});
