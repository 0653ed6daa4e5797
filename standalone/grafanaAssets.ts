import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);

/** Name that Grafana's font styles give to Roboto Mono. */
const ROBOTO_MONO = 'L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2';
const INTER_STYLES = ['Regular', 'Medium', 'Italic', 'MediumItalic'];

/** Icons and fonts that @grafana/ui fetches at run time, from our own origin: URL path to file. */
export function grafanaAssets(): Map<string, string> {
  const ui = path.join(folderOf('@grafana/ui'), 'dist/public/img/icons');
  const files = new Map<string, string>();
  for (const set of readdirSync(ui)) {
    for (const icon of readdirSync(path.join(ui, set))) {
      files.set(`public/build/img/icons/${set}/${icon}`, path.join(ui, set, icon));
    }
  }
  // @grafana/ui leaves out about a third of the icons that its components name; Grafana adds them when it is built.
  const unicons = path.join(folderOf('@iconscout/unicons'), 'svg/line');
  for (const name of iconNames()) {
    const url = `public/build/img/icons/unicons/${name}.svg`;
    const file = path.join(unicons, `${name}.svg`);
    if (!files.has(url) && existsSync(file)) {
      files.set(url, file);
    }
  }
  for (const style of INTER_STYLES) {
    files.set(
      `public/fonts/inter/Inter-${style}.woff2`,
      path.join(folderOf('inter-ui'), 'web', `Inter-${style}.woff2`)
    );
  }
  files.set(
    `public/fonts/roboto/${ROBOTO_MONO}`,
    path.join(folderOf('@fontsource/roboto-mono'), 'files/roboto-mono-latin-400-normal.woff2')
  );
  return files;
}

/** Names in @grafana/data's list of icons, read from its text: importing it would need a browser. */
function iconNames(): string[] {
  const source = readFileSync(path.join(folderOf('@grafana/data'), 'dist/esm/types/icon.mjs'), 'utf8');
  return [...source.matchAll(/^ {2}"?([\w-]+)"?: true/gm)].map(([, name]) => name);
}

function folderOf(name: string): string {
  return path.dirname(require.resolve(`${name}/package.json`));
}

/** Puts the assets into the build, and serves them while developing. */
export function copyGrafanaAssets(): Plugin {
  const assets = grafanaAssets();
  return {
    name: 'copy-grafana-assets',
    generateBundle() {
      for (const [fileName, file] of assets) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
      }
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = assets.get((request.url ?? '').slice(1));
        if (!file) {
          next();
          return;
        }
        response.setHeader('Content-Type', file.endsWith('.svg') ? 'image/svg+xml' : 'font/woff2');
        response.end(readFileSync(file));
      });
    },
  };
}
