import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ServiceError } from '../errors.ts';

/**
 * The text of a file, undefined when there is none.
 * @throws ServiceError `CONFIG` when it is there and can't be read, or could not be made.
 */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      await targetOf(path);
      return undefined;
    }
    throw new ServiceError(
      'CONFIG',
      `${path} can't be read (${codeOf(error)}). Check what it is and its permissions; nothing was written.`
    );
  }
}

/**
 * Replaces a file whole or not at all, keeping its permissions. A link stays a link: the file that it names is replaced, or
 * made.
 * @throws ServiceError `CONFIG` when it can't be written; it is as it was then.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  let temporary: string | undefined;
  try {
    await mkdir(dirname(path), { recursive: true });
    const target = await targetOf(path);
    temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
    const mode = await stat(target).then(
      (there) => there.mode & 0o777,
      () => 0o644
    );
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(text);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    if (temporary !== undefined) {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
    if (error instanceof ServiceError) {
      throw error;
    }
    throw new ServiceError(
      'CONFIG',
      `${path} can't be written (${codeOf(error)}). Check the permissions of its folder; it is as it was.`
    );
  }
}

/**
 * Where a path leads through links, though the last of them may name a file that is not there yet.
 * @throws ServiceError `CONFIG` when it leads into a folder that is not there: such as a disk that is not mounted.
 */
async function targetOf(path: string): Promise<string> {
  for (let at = path; ;) {
    try {
      return await realpath(at);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') {
        throw error;
      }
    }
    const link = await readlink(at).catch(() => undefined);
    if (link === undefined) {
      return at;
    }
    const folder = await realpath(dirname(at))
      .then((own) => realpath(resolve(own, dirname(link))))
      .catch(() => undefined);
    if (folder === undefined) {
      throw new ServiceError(
        'CONFIG',
        `${path} is a link to ${link}, whose folder is not there. Make the folder or remove the link; nothing was written.`
      );
    }
    at = join(folder, basename(link));
  }
}

/**
 * Copies a file beside itself under a name that is free.
 * @throws ServiceError `CONFIG` when that can't be done.
 * @returns the path of the copy, undefined when there is no file.
 */
export async function backUp(path: string): Promise<string | undefined> {
  for (let number = 0; ; number++) {
    const copy = `${path}.backup${number === 0 ? '' : `-${number}`}`;
    try {
      await copyFile(path, copy, constants.COPYFILE_EXCL);
      return copy;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return undefined;
      }
      if (codeOf(error) !== 'EEXIST' || number >= 1000) {
        throw new ServiceError(
          'CONFIG',
          `${path} can't be copied before it is changed (${codeOf(error)}); it is as it was.`
        );
      }
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
