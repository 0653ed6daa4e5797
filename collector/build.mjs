import { readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const here = new URL('.', import.meta.url).pathname;

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts', worker: 'src/store/duckdb/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
});

// Only now: a build that fails leaves the last one whole, and a running service finds its parts.
const written = new Set(Object.keys(metafile.outputs));
for (const entry of await readdir(`${here}dist`, { withFileTypes: true })) {
  if (entry.isFile() && !written.has(`dist/${entry.name}`)) {
    await rm(`${here}dist/${entry.name}`);
  }
}
