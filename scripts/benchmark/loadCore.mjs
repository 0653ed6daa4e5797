import { build } from 'esbuild';
import { ROOT } from '../setup.mjs';

/**
 * Bundles modules of `src/core` as they are shipped and imports them.
 * @param {string[]} modules paths below src/core, such as `compare/compareSamples.ts`
 * @returns {Promise<Record<string, any>>} everything that they export
 */
export async function loadCore(modules) {
  const { outputFiles } = await build({
    stdin: {
      contents: modules.map((path) => `export * from './src/core/${path}';`).join('\n'),
      resolveDir: ROOT,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    write: false,
  });
  const [bundle] = outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(bundle.contents).toString('base64')}`);
}
