import CopyWebpackPlugin from 'copy-webpack-plugin';
import { merge } from 'webpack-merge';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

/** The scaffold copies the root plugin's images only; nested plugins need theirs beside their plugin.json. */
export default async (env: Env) =>
  merge(await grafanaConfig(env), {
    plugins: [new CopyWebpackPlugin({ patterns: [{ from: '*/img/**', to: '.' }] })],
  });
