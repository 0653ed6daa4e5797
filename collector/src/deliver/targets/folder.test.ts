import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { targetSchema } from '../../config/delivery.ts';
import { FILE, MESSAGE, outgoing } from '../../testing/outgoing.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { FolderTarget } from './folder.ts';

describe('a folder', () => {
  it('gets each file whole, under one name however often it is sent', async () => {
    const folder = join(await tempFolder(), 'reports', 'daily');
    const target = new FolderTarget(folder);
    await target.send(outgoing());
    await target.send(outgoing());
    expect(await readdir(folder)).toEqual(['daily-2027-03-28-0900-dddddddd.html']);
    const file = join(folder, 'daily-2027-03-28-0900-dddddddd.html');
    expect(await readFile(file, 'utf8')).toBe('<p>hi');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('gets a message without files as text', async () => {
    const folder = await tempFolder();
    await new FolderTarget(folder).send(outgoing({ files: [] }));
    expect(await readFile(join(folder, 'message-dddddddd.txt'), 'utf8')).toContain(MESSAGE.title);
  });

  it('replaces what a killed process left half-written, and does not follow a link that somebody put there', async () => {
    const folder = await tempFolder();
    const name = 'daily-2027-03-28-0900-dddddddd.html';
    const elsewhere = join(await tempFolder(), 'elsewhere');
    await writeFile(elsewhere, 'kept');
    await writeFile(join(folder, `${name}.${'d'.repeat(32)}.writing`), 'half');
    await symlink(elsewhere, join(folder, name));
    await new FolderTarget(folder).send(outgoing());
    expect(await readdir(folder)).toEqual([name]);
    expect(await readFile(elsewhere, 'utf8')).toBe('kept');
  });

  it.each(['../x.html', '/etc/x', 'a/b', '.hidden', 'a..b', 'x\0.html', ''])('takes no file named %j', async (name) => {
    const folder = await tempFolder();
    await expect(new FolderTarget(folder).send(outgoing({ files: [{ ...FILE, name }] }))).rejects.toMatchObject({
      lasting: true,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that can’t be written to says why, and is tried again', async () => {
    const base = await tempFolder();
    await writeFile(join(base, 'file'), '');
    await expect(new FolderTarget(join(base, 'file')).send(outgoing())).rejects.toMatchObject({
      lasting: false,
      message: 'folder: it is not a folder',
    });
    const closed = join(base, 'closed');
    await mkdir(closed);
    await chmod(closed, 0o500);
    if (process.getuid?.() !== 0) {
      await expect(new FolderTarget(closed).send(outgoing())).rejects.toMatchObject({
        lasting: false,
        message: 'folder: it may not be written to',
      });
    }
  });

  it.each(['../out', 'a/../b', '..', 'a\\..\\b'])('is not configured as %s', (folder) => {
    expect(targetSchema.safeParse({ kind: 'folder', folder }).success).toBe(false);
  });
});
