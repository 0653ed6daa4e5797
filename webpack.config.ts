import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Chunk } from 'webpack';
import { merge } from 'webpack-merge';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

/** What several parts load later goes into files of its own, except of a worker: it can't find the app's files. */
const isShared = (chunk: Chunk) => !chunk.canBeInitial() && !chunk.hasRuntime();

/**
 * Beside what the scaffold does: images of nested plugins are copied to their plugin.json, and workers are built for our own
 * constructor too, which takes scripts of other origins.
 */
export default async (env: Env) =>
  merge(await grafanaConfig(env), {
    module: { parser: { javascript: { worker: ['Worker from ./PageWorker.ts', '...'] } } },
    optimization: { splitChunks: { chunks: isShared } },
    plugins: [new CopyWebpackPlugin({ patterns: [{ from: '*/img/**', to: '.' }] })],
  });
