import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { satisfies, validRange } from 'semver';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Archive, pack, readArchive } from './support/archive.ts';
import { imageType, unsafeSvgParts } from './support/images.ts';
import { pluginJson, type PluginJson } from './support/pluginJson.ts';
import { hasGo, readJson, readText, ROOT } from './support/repo.ts';

/** What the plugin catalog's validator demands of an archive, as far as that can be told without a network. */

const ID = 'claudeflow-performance-app';
const FOLDERS = { datasource: 'datasource', panel: 'panel-[a-z]+' };
const BINARY = /^datasource\/gpx_claudeflow_performance_(?:linux|darwin|windows)_\w+(?:\.exe)?$/;
const LINUX_BINARY = 'datasource/gpx_claudeflow_performance_linux_amd64';
const MAX_MODULE = 25_000;
const MAX_ASSET = 250_000;
const PACKING = 600_000;

const versionOf = (file: string) => z.object({ version: z.string() }).parse(readJson(file)).version;
const sourceMap = z.object({ sources: z.array(z.string()), sourcesContent: z.array(z.string()) });

describe.skipIf(!hasGo)(hasGo ? 'archive' : 'archive: Go is not installed, so there is no backend to pack', () => {
  let packed: ReturnType<typeof pack>;
  let archive: Archive;
  /** By folder, '' for the app itself. */
  let plugins: Map<string, PluginJson>;

  const data = (path: string) => archive.files.get(path)?.data ?? new Uint8Array();
  const text = (path: string) => new TextDecoder().decode(data(path));
  const names = () => [...archive.files.keys()];
  const prefix = (folder: string) => (folder === '' ? '' : `${folder}/`);
  const nested = () => [...plugins].filter(([folder]) => folder !== '');
  const root = () => pluginJson.parse(JSON.parse(text('plugin.json')));

  beforeAll(() => {
    packed = pack();
    archive = readArchive(packed.path);
    const manifests = names().filter((name) => /(?:^|\/)plugin\.json$/.test(name));
    plugins = new Map(
      manifests.map((name) => [name.replace(/\/?plugin\.json$/, ''), pluginJson.parse(JSON.parse(text(name)))])
    );
  }, PACKING);

  it('is named after plugin and version, and is what the command says', () => {
    expect(packed.path).toBe(join(ROOT, 'artifacts', `${ID}-${versionOf('package.json')}.linux_amd64.zip`));
    const bytes = readFileSync(packed.path);
    expect(packed.size).toBe(statSync(packed.path).size);
    expect(packed.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(packed.files).toBe(archive.files.size);
  });

  it(
    'packs the same bytes again',
    () => {
      expect(pack().sha256).toBe(packed.sha256);
    },
    PACKING
  );

  it('has one folder, named like the plugin, and no dist in it', () => {
    expect(archive.root).toBe(ID);
    expect(root().id).toBe(ID);
    expect(names().filter((name) => /(?:^|\/)(?:dist|node_modules|\.git)(?:\/|$)|(?:^|\/)\./.test(name))).toEqual([]);
  });

  it('has an app, a data source and a panel at least, each with an id of its own', () => {
    expect(root().type).toBe('app');
    const ids = [...plugins.values()].map((plugin) => plugin.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining([
        ID,
        'claudeflow-performance-datasource',
        'claudeflow-swarmranking-panel',
        'claudeflow-swarmcomparison-panel',
        'claudeflow-anomalies-panel',
      ])
    );
  });

  it('declares every nested plugin with its type and exact path, and nothing that is not there', () => {
    const declared = root().includes.filter(({ type }) => type === 'datasource' || type === 'panel');
    expect(declared.map(({ type, path }) => `${type} ${path}`).sort()).toEqual(
      nested()
        .map(([folder, { type }]) => `${type} ${folder}/plugin.json`)
        .sort()
    );
    for (const [folder, { type }] of nested()) {
      expect(folder).toMatch(new RegExp(`^${type === 'app' ? 'no nested app' : FOLDERS[type]}$`));
    }
    const dashboards = root().includes.filter(({ type }) => type === 'dashboard');
    for (const { path, uid } of dashboards) {
      expect(z.object({ uid: z.string() }).parse(JSON.parse(text(path))).uid, path).toBe(uid);
    }
    expect(
      names()
        .filter((name) => name.startsWith('dashboards/'))
        .sort()
    ).toEqual(dashboards.map(({ path }) => path).sort());
  });

  it('agrees on one version and one range of Grafana, which is not a single release', () => {
    const version = versionOf('package.json');
    expect(versionOf('collector/package.json')).toBe(version);
    for (const plugin of plugins.values()) {
      expect(plugin.info.version, plugin.id).toBe(version);
      expect(plugin.dependencies.grafanaDependency, plugin.id).toBe('>=12.3.0');
    }
    const range = root().dependencies.grafanaDependency;
    expect(validRange(range)).not.toBeNull();
    expect(satisfies('12.3.0', range) && satisfies('13.1.1', range)).toBe(true);
  });

  it('has every logo and screenshot that a plugin.json names, and every image is what its name says', () => {
    for (const [folder, { info }] of plugins) {
      for (const path of [info.logos.small, info.logos.large, ...info.screenshots.map((shot) => shot.path)]) {
        expect(data(prefix(folder) + path).length, prefix(folder) + path).toBeGreaterThan(0);
      }
    }
    const images = names().filter((name) => /\.(?:png|jpe?g|gif|svg)$/.test(name));
    expect(images.length).toBeGreaterThanOrEqual(plugins.size);
    for (const image of images) {
      expect(imageType(data(image)), image).toBe(image.split('.').pop());
    }
    for (const drawing of images.filter((image) => image.endsWith('.svg'))) {
      expect(unsafeSvgParts(text(drawing)), drawing).toEqual([]);
    }
  });

  it('has a README, a changelog of this version and a filled in licence', () => {
    const readme = text('README.md');
    expect(readme).toMatch(/^# Claude-Flow Performance\n/);
    expect(readme).not.toMatch(/<!--|%[A-Z_]+%|\byarn\b|\bnodejs\b/i);
    expect(
      [...readme.matchAll(/\]\(([^)]*)\)/g)]
        .map(([, link]) => link)
        .filter((link) => !/^(?:https:\/\/|#)/.test(link ?? ''))
    ).toEqual([]);
    expect(text('CHANGELOG.md')).toContain(versionOf('package.json'));
    expect(text('LICENSE')).toMatch(/Apache License\s+Version 2\.0/);
    expect(text('LICENSE')).toMatch(/Copyright \d{4} \S/);
    expect(text('LICENSE')).not.toMatch(/[{[](?:yyyy|name of copyright owner)[}\]]/);
  });

  it('has a small module.js with a source map for every plugin, built from the sources as they are', () => {
    for (const folder of plugins.keys()) {
      const module = `${prefix(folder)}module.js`;
      expect(data(module).length, module).toBeGreaterThan(0);
      expect(data(module).length, module).toBeLessThanOrEqual(MAX_MODULE);
      const map = sourceMap.parse(JSON.parse(text(`${module}.map`)));
      const own = map.sources
        .map((source, i) => ({
          path: source
            .replace(/^webpack:\/\/[^/]+\//, '')
            .replace(/^(?:\.\/)+/, '')
            .replace(/\?.*$/, ''),
          content: map.sourcesContent[i],
        }))
        .filter(({ path }) => /\.tsx?$/.test(path) && !path.includes('node_modules'));
      expect(own.map(({ path }) => path)).toContainEqual(
        expect.stringMatching(new RegExp(`^${prefix(folder)}module\\.tsx?$`))
      );
      for (const { path, content } of own) {
        expect(existsSync(join(ROOT, 'src', path)), path).toBe(true);
        // The bundler puts its public path in front of entry modules.
        expect(content?.endsWith(readText(`src/${path}`)), path).toBe(true);
      }
    }
    const large = names().filter((name) => name.endsWith('.js') && data(name).length > MAX_ASSET);
    expect(large).toEqual([]);
  });

  it('has no JSON but manifests, dashboards and translations', () => {
    const json = names().filter((name) => name.endsWith('.json'));
    expect(
      json.filter((name) => !/(?:^|\/)plugin\.json$|^dashboards\/|(?:^|\/)locales\/[a-z]{2}-[A-Z]{2}\//.test(name))
    ).toEqual([]);
    for (const name of json) {
      expect(() => z.json().parse(JSON.parse(text(name))), name).not.toThrow();
    }
    for (const [folder, { id, languages }] of plugins) {
      for (const language of languages) {
        expect(names()).toContain(`${prefix(folder)}locales/${language}/${id}.json`);
      }
    }
  });

  it('has binaries beside the plugin.json that names them, executable, and nothing else executable', () => {
    expect(root().backend).toBeUndefined();
    for (const [folder, { executable, backend }] of nested()) {
      const found = names().filter((name) => name.startsWith(`${folder}/gpx_`));
      expect(found.length > 0, folder).toBe(backend === true);
      expect(
        found.every((name) => name.startsWith(`${folder}/${executable}_`)),
        folder
      ).toBe(true);
    }
    expect(names()).toContain(LINUX_BINARY);
    for (const [name, { mode }] of archive.files) {
      expect(mode.toString(8), name).toBe(BINARY.test(name) ? '100755' : '100644');
    }
  });

  it('has a static Go backend for Linux on amd64, built from this module with the official SDK', () => {
    const folder = mkdtempSync(join(tmpdir(), 'claude-flow-perf-contract-'));
    try {
      const file = join(folder, 'gpx');
      writeFileSync(file, data(LINUX_BINARY));
      const info = spawnSync('go', ['version', '-m', file], { encoding: 'utf8' }).stdout;
      expect(info).toMatch(/\bGOOS=linux\n/);
      expect(info).toMatch(/\bGOARCH=amd64\n/);
      expect(info).toMatch(/\bCGO_ENABLED=0\n/);
      expect(info).toMatch(/\tpath\tclaudeflow-performance-app\/pkg\n/);
      expect(info).toMatch(/\tdep\tgithub\.com\/grafana\/grafana-plugin-sdk-go\tv0\.\d+\.\d+\t/);
      expect(info).not.toMatch(/\t=>\t/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('has no carriage return in any text', () => {
    expect(
      names().filter((name) => /\.(?:js|map|json|md|svg)$|LICENSE$/.test(name) && data(name).includes(13))
    ).toEqual([]);
  });
});
