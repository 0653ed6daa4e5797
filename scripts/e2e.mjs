import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playwrightCounts, withExit } from './lib/counts.mjs';
import { run } from './lib/run.mjs';
import { findBrowser, install, ROOT, runMain } from './setup.mjs';

/**
 * `npm run e2e -- [--json] [Playwright's options]`: the specs that need a Grafana with the plugin, against the one at
 * GRAFANA_URL. `--json` prints how many passed, failed and were skipped, and all else to standard error.
 */
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
  const args = process.argv.slice(2);
  const json = args.includes('--json');
  const reports = mkdtempSync(join(tmpdir(), 'claude-flow-perf-e2e-'));
  const report = join(reports, 'report.json');
  try {
    const { code } = await run(
      process.execPath,
      [
        'node_modules/@playwright/test/cli.js',
        'test',
        '-c',
        'tests/e2e/grafana/playwright.config.ts',
        '--reporter',
        'line,json',
        ...args.filter((arg) => arg !== '--json'),
      ],
      {
        cwd: ROOT,
        env: { CHROMIUM_PATH: browser.path, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
        show: json ? 'aside' : 'all',
        allowFailure: true,
      }
    );
    process.exitCode = code;
    if (json) {
      const { passed, failed, skipped } = withExit(playwrightCounts(report), code);
      console.log(JSON.stringify({ passed, failed, skipped }));
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});
