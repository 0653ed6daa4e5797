import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Never an input of a build: outputs, packages, and tests. */
const LEFT_OUT = /^(?:node_modules|dist|artifacts|page)$|\.(?:test|spec)\.[a-z]+$/;

/** Digest of names and contents of files and folders. @param {string} root @param {string[]} paths */
export function digest(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesBelow(join(root, path))) {
      hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
  if (!existsSync(path)) {
    return [];
  }
  if (statSync(path).isFile()) {
    return [path];
  }
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !LEFT_OUT.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(path, entry.name)) : entry.isFile() ? [join(path, entry.name)] : []
    );
}

/** Stamps lie in node_modules, so that they go with it. @param {string} root @param {string} name */
export function stampOf(root, name) {
  const file = join(root, 'node_modules', '.cache', 'setup', name);
  return {
    read: () => (existsSync(file) ? readFileSync(file, 'utf8') : ''),
    /** @param {string} value */
    write: (value) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, value);
    },
  };
}
