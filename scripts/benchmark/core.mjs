import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from '../setup.mjs';

/**
 * The core as it is shipped, bundled for this process.
 * @param {Record<string, string>} exported name to module below src/core
 */
export async function loadCore(exported) {
  const folder = mkdtempSync(join(tmpdir(), 'claude-flow-perf-core-'));
  try {
    const outfile = join(folder, 'core.mjs');
    await build({
      stdin: {
        contents: Object.entries(exported)
          .map(([name, module]) => `export { ${name} } from './src/core/${module}';`)
          .join('\n'),
        resolveDir: ROOT,
        loader: 'ts',
      },
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      outfile,
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
