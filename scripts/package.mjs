import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { BACKENDS, buildBackend, buildPlugin, install, ROOT, runMain } from './setup.mjs';

/**
 * `npm run package -- [--linux-only] [--json]`: builds what is missing or stale and writes
 * artifacts/<plugin id>-<version>.zip, as the plugin catalog wants it: one folder named like the plugin.
 * `--linux-only` builds and packs the backend of Linux on amd64 alone, as <plugin id>-<version>.linux_amd64.zip.
 */

/** Everything that may be shipped; any other file in dist stops the packaging. */
const ALLOWED = [
  /^(?:README\.md|CHANGELOG\.md|LICENSE|MANIFEST\.txt|go_plugin_build_manifest)$/,
  /^(?:datasource\/|panel-[a-z]+\/)?(?:plugin\.json|module\.js|module\.js\.map|img\/[\w-]+\.(?:svg|png))$/,
  /^\d+\.js(?:\.map)?$/,
  /^dashboards\/[\w-]+\.json$/,
  /^(?:datasource\/|panel-[a-z]+\/)?locales\/[a-z]{2}-[A-Z]{2}\/claudeflow-[a-z]+-(?:app|datasource|panel)\.json$/,
];

const MODE_FILE = 0o100644;
const MODE_EXECUTABLE = 0o100755;
const UNIX = 3;
/** Local fields, since ZIP knows no time zone: the same bytes wherever it is packed. */
const MTIME = new Date(2000, 0, 1);

/** @param {string} folder @returns {string[]} paths below dist, with slashes */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** @param {boolean} linuxOnly @returns {Promise<string[]>} the backends to pack */
async function backends(linuxOnly) {
  const built = await buildBackend(linuxOnly ? 'build:linux' : 'buildAll');
  if (!built) {
    throw new Error(
      "The archive needs the data source's backend, and Go is not installed. Install it from https://go.dev and package again."
    );
  }
  return built;
}

/**
 * Checks dist and picks what goes in.
 *
 * @param {string} dist
 * @param {string[]} binaries
 */
function select(dist, binaries) {
  const files = filesOf(dist);
  const strangers = files.filter((file) => !BACKENDS.includes(file) && !ALLOWED.some((pattern) => pattern.test(file)));
  if (strangers.length > 0) {
    throw new Error(
      `dist holds files that must not be shipped: ${strangers.join(', ')}. Remove them, or allow them in scripts/package.mjs.`
    );
  }
  const missing = ['plugin.json', 'module.js', 'README.md', 'CHANGELOG.md', 'LICENSE', ...binaries].filter(
    (file) => !files.includes(file)
  );
  if (missing.length > 0) {
    throw new Error(`dist lacks ${missing.join(', ')}.`);
  }
  return files.filter((file) => !BACKENDS.includes(file) || binaries.includes(file));
}

await runMain(async () => {
  const known = ['--linux-only', '--json'];
  const args = process.argv.slice(2);
  const unknown = args.filter((arg) => !known.includes(arg));
  if (unknown.length > 0) {
    throw new Error(`Unknown option ${unknown.join(', ')}; known: ${known.join(', ')}.`);
  }
  if (!existsSync(join(ROOT, 'node_modules/fflate'))) {
    await install();
  }
  const { zipSync } = await import('fflate');
  await buildPlugin();
  const linuxOnly = args.includes('--linux-only');
  const binaries = await backends(linuxOnly);

  const dist = join(ROOT, 'dist');
  const plugin = JSON.parse(readFileSync(join(dist, 'plugin.json'), 'utf8'));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  if (plugin.info.version !== version) {
    throw new Error(`dist/plugin.json is of version ${plugin.info.version}, package.json of ${version}.`);
  }
  const entries = select(dist, binaries).map((file) => {
    const mode = BACKENDS.includes(file) ? MODE_EXECUTABLE : MODE_FILE;
    return [`${plugin.id}/${file}`, [readFileSync(join(dist, file)), { os: UNIX, attrs: mode << 16, mtime: MTIME }]];
  });
  const archive = zipSync(Object.fromEntries(entries), { level: 9 });

  const path = join(ROOT, 'artifacts', `${plugin.id}-${version}${linuxOnly ? '.linux_amd64' : ''}.zip`);
  mkdirSync(join(ROOT, 'artifacts'), { recursive: true });
  writeFileSync(path, archive);
  const sha256 = createHash('sha256').update(archive).digest('hex');
  if (args.includes('--json')) {
    console.log(JSON.stringify({ path, size: archive.byteLength, sha256, files: entries.length }));
  } else {
    console.log(`${path}\n${archive.byteLength} bytes, ${entries.length} files, sha256 ${sha256}`);
  }
});
