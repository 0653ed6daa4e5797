#!/usr/bin/env -S MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=1000000 node --max-semi-space-size=4
// The young generation is kept small: it fills with short-lived records, and would stay as large as it once was. So would
// glibc's heaps, of which it makes one for each thread: with these settings freed memory goes back to the system.
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
