import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './support/repo.ts';

const LINK = join(ROOT, 'plugin.json');

it('has a plugin.json at the root that is a link to the one in src', () => {
  expect(lstatSync(LINK).isSymbolicLink()).toBe(true);
  expect(readlinkSync(LINK)).toBe('src/plugin.json');
});

const hasGit = existsSync(join(ROOT, '.git')) && spawnSync('git', ['--version']).status === 0;

it.skipIf(!hasGit)(hasGit ? 'stores it as a link' : 'stores it as a link: this is no git repository', () => {
  const { stdout } = spawnSync('git', ['ls-files', '--stage', 'plugin.json'], { cwd: ROOT, encoding: 'utf8' });
  expect(stdout).toMatch(/^120000 [0-9a-f]+ 0\tplugin\.json\n$/);
});
