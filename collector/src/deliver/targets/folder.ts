import { open, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageText } from '../messageText.ts';
import type { MessageFile } from '../message.ts';
import { DeliveryError, type Outgoing, type Target } from '../target.ts';

/** No path, nothing hidden. */
const FILE_NAME = /^[A-Za-z0-9][\w.-]{0,199}$/;

/** A folder of this machine. A file is there as a whole or not at all; the same delivery again writes the same files. */
export class FolderTarget implements Target {
  readonly kind = 'folder';

  constructor(private readonly folder: string) {}

  async send({ deliveryId, message, files }: Outgoing): Promise<void> {
    const written: readonly MessageFile[] =
      files.length > 0
        ? files
        : [{ name: 'message.txt', mediaType: 'text/plain', bytes: Buffer.from(messageText(message)) }];
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      for (const { name, bytes } of written) {
        if (!FILE_NAME.test(name) || name.includes('..')) {
          throw new DeliveryError(`folder: "${name}" is no name of a file`, true);
        }
        const [, stem = name, extension = ''] = /^(.*?)(\.[^.]*)?$/.exec(name) ?? [];
        await replace(join(this.folder, `${stem}-${deliveryId.slice(0, 8)}${extension}`), deliveryId, bytes);
      }
    } catch (error) {
      if (error instanceof DeliveryError) {
        throw error;
      }
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      const known: Record<string, string> = {
        ENOSPC: 'the disk is full',
        EACCES: 'it may not be written to',
        EPERM: 'it may not be written to',
        EROFS: 'it is read-only',
        ENOTDIR: 'it is not a folder',
        EEXIST: 'it is not a folder',
      };
      throw new DeliveryError(`folder: ${known[code] ?? `it can't be written (${code})`}`, false);
    }
  }
}

async function replace(path: string, deliveryId: string, bytes: Uint8Array): Promise<void> {
  const writing = `${path}.${deliveryId}.writing`;
  // Left behind by a process that was killed while it wrote.
  await rm(writing, { force: true });
  const file = await open(writing, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    await rm(writing, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(writing, path);
}
