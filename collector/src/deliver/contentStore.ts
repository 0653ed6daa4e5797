import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message, MessageFile } from './message.ts';

const CONTENT_ID = /^[0-9a-f-]{36}$/;
const INDEX = 'message.json';

interface Index {
  message: Message;
  files: Array<{ name: string; mediaType: string }>;
}

export interface Content {
  message: Message;
  files: MessageFile[];
}

/** Messages with their files, kept in a folder until they have been sent. A content is there as a whole or not at all. */
export class ContentStore {
  constructor(private readonly folder: string) {}

  /** Durable when it resolves. */
  async put({ message, files }: Content): Promise<string> {
    const id = randomUUID();
    const writing = join(this.folder, `${id}.writing`);
    await mkdir(writing, { recursive: true, mode: 0o700 });
    try {
      const index: Index = { message, files: files.map(({ name, mediaType }) => ({ name, mediaType })) };
      await writeDurably(join(writing, INDEX), Buffer.from(JSON.stringify(index)));
      for (const [number, { bytes }] of files.entries()) {
        await writeDurably(join(writing, String(number)), bytes);
      }
      await rename(writing, join(this.folder, id));
    } catch (error) {
      await rm(writing, { recursive: true, force: true });
      throw error;
    }
    return id;
  }

  /** Undefined when it is there no more. */
  async get(id: string): Promise<Content | undefined> {
    if (!CONTENT_ID.test(id)) {
      return undefined;
    }
    try {
      const { message, files }: Index = JSON.parse(await readFile(join(this.folder, id, INDEX), 'utf8'));
      const bytes = await Promise.all(files.map((_, number) => readFile(join(this.folder, id, String(number)))));
      return { message, files: files.map((file, number) => ({ ...file, bytes: bytes[number] ?? Buffer.alloc(0) })) };
    } catch {
      return undefined;
    }
  }

  /** Deletes everything else, also what a killed process left half-written. */
  async keepOnly(ids: ReadonlySet<string>): Promise<void> {
    const there = await readdir(this.folder).catch(() => []);
    for (const name of there.filter((each) => !ids.has(each))) {
      await rm(join(this.folder, name), { recursive: true, force: true });
    }
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
