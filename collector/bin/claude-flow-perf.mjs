#!/usr/bin/env node
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
