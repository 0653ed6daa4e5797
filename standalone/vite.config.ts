import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { copyGrafanaAssets } from './grafanaAssets.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, '../node_modules');

/** Where the collector listens while the page is being developed. */
const COLLECTOR = process.env.CLAUDE_FLOW_PERF_URL ?? 'http://127.0.0.1:3001';

export default defineConfig({
  root: here,
  plugins: [react(), copyGrafanaAssets()],
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  resolve: {
    alias: [
      { find: /^@grafana\/runtime$/, replacement: path.join(here, 'src/host/runtimeShim.tsx') },
      { find: '@grafana/runtime-real', replacement: path.join(modules, '@grafana/runtime/dist/esm/index.mjs') },
      { find: 'react-router-dom-v5-compat', replacement: path.join(modules, 'react-router-dom') },
      {
        find: /^moment-timezone$/,
        replacement: path.join(modules, 'moment-timezone/builds/moment-timezone-with-data-10-year-range.js'),
      },
    ],
    dedupe: ['react', 'react-dom'],
  },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2000 },
  server: { proxy: { '/api/v1': COLLECTOR } },
});
