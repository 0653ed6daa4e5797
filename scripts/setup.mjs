import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { has, Interrupted, run } from './lib/run.mjs';
import { digest, stampOf } from './lib/stale.mjs';

/** Set-up that needs nothing but Node: what is missing or stale is installed and built, the rest is left alone. */

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const LEAST_NODE = [20, 19];

/** Steps say on standard error what they do, so that standard output stays the command's own. @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    throw new Error(
      `Node ${LEAST_NODE.join('.')} or newer is needed, this is ${process.versions.node}. Install it from https://nodejs.org.`
    );
  }
}

/**
 * Does a step when its inputs have changed since it was last done, or an output is gone.
 *
 * @param {string} name
 * @param {{ inputs: string[], outputs: string[], title: string, work: () => Promise<void> }} step
 */
async function whenStale(name, { inputs, outputs, title, work }) {
  const stamp = stampOf(ROOT, name);
  const wanted = digest(ROOT, inputs);
  if (stamp.read() === wanted && outputs.every((output) => existsSync(join(ROOT, output)))) {
    return;
  }
  const start = Date.now();
  say(`${title} …`);
  await work();
  stamp.write(wanted);
  say(`${title}: done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

export async function install() {
  requireNode();
  await whenStale('install', {
    title: 'Installing packages',
    inputs: ['package-lock.json'],
    outputs: ['node_modules/.package-lock.json'],
    work: async () => {
      const npm = process.env.npm_execpath;
      const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
      await (npm ? run(process.execPath, [npm, ...args], { cwd: ROOT }) : run('npm', args, { cwd: ROOT }));
    },
  });
}

export async function buildCollector() {
  await whenStale('collector', {
    title: 'Building the collector',
    inputs: ['package-lock.json', 'collector', 'src/core'],
    outputs: ['collector/dist/cli.js', 'collector/dist/worker.js'],
    work: async () => {
      await run(process.execPath, ['collector/build.mjs'], { cwd: ROOT });
    },
  });
}

export async function buildPage() {
  await whenStale('page', {
    title: 'Building the page',
    inputs: ['package-lock.json', 'standalone', 'src'],
    outputs: ['collector/page/index.html'],
    work: async () => {
      await run(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
        cwd: join(ROOT, 'standalone'),
      });
      rmSync(join(ROOT, 'collector/page'), { recursive: true, force: true });
      cpSync(join(ROOT, 'standalone/dist'), join(ROOT, 'collector/page'), { recursive: true });
    },
  });
}

export async function buildPlugin() {
  await whenStale('plugin', {
    title: 'Building the plugin',
    inputs: [
      'package-lock.json',
      'package.json',
      'src',
      '.config',
      '.swcrc',
      'webpack.config.ts',
      'tsconfig.json',
      'CHANGELOG.md',
      'LICENSE',
    ],
    outputs: ['dist/plugin.json', 'dist/module.js'],
    work: async () => {
      const webpack = join(ROOT, 'node_modules/webpack/bin/webpack.js');
      await run(process.execPath, [webpack, '-c', './webpack.config.ts', '--env', 'production'], { cwd: ROOT });
    },
  });
}

const BACKEND = 'dist/datasource/gpx_claudeflow_performance';
const BACKEND_INPUTS = ['go.mod', 'go.sum', 'Magefile.go', 'pkg', 'src/plugin.json', 'src/datasource/plugin.json'];
/** Binaries of each way to build the backend, below the plugin's own folder. */
const BACKEND_TARGETS = {
  'build:linux': [`${BACKEND}_linux_amd64`],
  buildAll: [
    `${BACKEND}_linux_amd64`,
    `${BACKEND}_linux_arm64`,
    `${BACKEND}_linux_arm`,
    `${BACKEND}_darwin_amd64`,
    `${BACKEND}_darwin_arm64`,
    `${BACKEND}_windows_amd64.exe`,
  ],
};

/**
 * Builds the backend of Linux on amd64, or of every platform.
 *
 * @param {'build:linux' | 'buildAll'} target
 * @returns {Promise<string[] | undefined>} its binaries below dist; undefined, and says so, when Go is missing
 */
export async function buildBackend(target = 'build:linux') {
  if (!(await has('go', ['version']))) {
    say(
      'Go is not installed: the backend of the Grafana data source is left out. Everything else works; install Go from https://go.dev for it.'
    );
    return undefined;
  }
  const outputs = BACKEND_TARGETS[target];
  await whenStale(`backend-${target.replace(':', '-')}`, {
    title: "Building the data source's backend",
    inputs: BACKEND_INPUTS,
    outputs,
    work: async () => {
      // The targets share a file: what the other one stamped may no longer be what lies there.
      Object.keys(BACKEND_TARGETS).forEach((name) => stampOf(ROOT, `backend-${name.replace(':', '-')}`).write(''));
      await run('go', ['run', 'github.com/magefile/mage', '-v', target], { cwd: ROOT });
    },
  });
  return outputs.map((path) => path.slice('dist/'.length));
}

/** Every binary that the plugin may ship, below dist. */
export const BACKENDS = BACKEND_TARGETS.buildAll.map((path) => path.slice('dist/'.length));

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium for the browser tests, installed from Debian's packages where that is possible; else why there is none. */
export async function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined) {
    return existsSync(given) ? { path: given } : { missing: `CHROMIUM_PATH names ${given}, which is not there` };
  }
  const installed = await installedBrowser();
  if (installed) {
    return { path: installed };
  }
  if (process.getuid?.() === 0 && (await has('apt-get'))) {
    say('Installing Chromium for the browser tests …');
    try {
      await run('apt-get', ['update'], { cwd: ROOT });
      await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
        cwd: ROOT,
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      });
    } catch (error) {
      return { missing: `Chromium could not be installed: ${error.message}` };
    }
    const path = await installedBrowser();
    return path ? { path } : { missing: 'apt-get installed no chromium' };
  }
  return { missing: 'no Chromium found: install it ("apt-get install chromium" as root), or set CHROMIUM_PATH to one' };
}

async function installedBrowser() {
  for (const name of BROWSERS) {
    const found = await run('sh', ['-c', `command -v ${name}`], { cwd: ROOT, allowFailure: true });
    if (found.code === 0) {
      return found.output.trim();
    }
  }
  return undefined;
}

/** Runs a script's main function; a failure that explains itself is printed without a stack. @param {() => Promise<void>} main */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (error instanceof Interrupted) {
      process.exitCode = 130;
      return;
    }
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
