#!/usr/bin/env -S node --max-semi-space-size=2
// The young generation is kept small: it fills with short-lived records, and would stay as large as it once was.
import { existsSync } from 'node:fs';

const built = new URL('../dist/cli.js', import.meta.url);

if (existsSync(built)) {
  const { main } = await import(built.href);
  await main(process.argv.slice(2));
} else {
  console.error(
    'claude-flow-perf is not built yet: run "npm start" or "npm run build -w collector" in the repository once.'
  );
  process.exitCode = 1;
}
