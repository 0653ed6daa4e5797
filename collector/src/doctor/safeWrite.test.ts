import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/tempFolder.ts';
import { readIfThere, replaceFile } from './safeWrite.ts';

/** A folder `dotfiles` beside a folder `project`, and a link in the latter. */
async function linked(target: string) {
  const folder = await tempFolder();
  await mkdir(join(folder, 'dotfiles'));
  await mkdir(join(folder, 'project'));
  const link = join(folder, 'project', 'settings.json');
  await symlink(target.replace('<folder>', folder), link);
  return { folder, link, dotfiles: join(folder, 'dotfiles') };
}

describe('a file that is a link to one that is not there', () => {
  it.each(['../dotfiles/claude.json', '<folder>/dotfiles/claude.json'])(
    'stays a link, and its target is made: %s',
    async (target) => {
      const { link, dotfiles } = await linked(target);
      expect(await readIfThere(link)).toBeUndefined();
      await replaceFile(link, 'new');
      expect((await lstat(link)).isSymbolicLink()).toBe(true);
      expect(await readFile(join(dotfiles, 'claude.json'), 'utf8')).toBe('new');
      expect(await readdir(dotfiles)).toEqual(['claude.json']);
      await replaceFile(link, 'newer');
      expect(await readFile(join(dotfiles, 'claude.json'), 'utf8')).toBe('newer');
    }
  );

  it('is followed through further links, and through a folder that is one', async () => {
    const { folder, link, dotfiles } = await linked('../dotfiles/claude.json');
    await symlink('shared.json', join(dotfiles, 'claude.json'));
    await symlink('project', join(folder, 'other'));
    await replaceFile(join(folder, 'other', 'settings.json'), 'new');
    expect(await readFile(join(dotfiles, 'shared.json'), 'utf8')).toBe('new');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });

  it('is refused where the folder of its target is not there, before anything is written', async () => {
    const { folder, link } = await linked('../unmounted/claude.json');
    const refused = { code: 'CONFIG', message: expect.stringContaining('whose folder is not there') };
    await expect(readIfThere(link)).rejects.toMatchObject(refused);
    await expect(replaceFile(link, 'new')).rejects.toMatchObject(refused);
    expect((await readdir(folder)).sort()).toEqual(['dotfiles', 'project']);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });

  it('is refused where links go round in a circle', async () => {
    const { link, dotfiles } = await linked('../dotfiles/claude.json');
    await symlink('../project/settings.json', join(dotfiles, 'claude.json'));
    await expect(replaceFile(link, 'new')).rejects.toMatchObject({ code: 'CONFIG' });
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });
});

describe('replaceFile', () => {
  it('makes a file with its folders, and leaves nothing else behind', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'a', 'b.json');
    await replaceFile(path, 'one');
    await writeFile(path, 'two');
    await replaceFile(path, 'three');
    expect(await readFile(path, 'utf8')).toBe('three');
    expect(await readdir(join(folder, 'a'))).toEqual(['b.json']);
  });
});
