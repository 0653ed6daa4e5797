import { readFile, stat } from 'node:fs/promises';

/** Larger stores are not read: claude-flow rewrites them whole, so a reader would copy them again and again. */
const MOST_BYTES = 32 * 1024 * 1024;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

export type JsonReading =
  | { state: 'missing' }
  | { state: 'unchanged' }
  | { state: 'changed'; value: unknown; modifiedAt: number }
  | { state: 'unreadable'; problem: string };

/**
 * A JSON file that another program rewrites whole, in place. A reading in the middle of such a write is torn: it is
 * reported, not taken, and the next reading tries again.
 */
export class JsonFile {
  private accepted = '';

  constructor(readonly path: string) {}

  async read(): Promise<JsonReading> {
    try {
      const before = await stat(this.path, { bigint: true });
      const version = `${before.ino}:${before.size}:${before.mtimeNs}`;
      if (version === this.accepted) {
        return { state: 'unchanged' };
      }
      if (before.size > MOST_BYTES) {
        return { state: 'unreadable', problem: `larger than ${MOST_BYTES / 1024 / 1024} MiB, so it is not read` };
      }
      const value: unknown = JSON.parse(UTF8.decode(await readFile(this.path)));
      this.accepted = version;
      return { state: 'changed', value, modifiedAt: Number(before.mtimeMs) };
    } catch (error) {
      return failure(error);
    }
  }

  /** Makes the next reading deliver the file again: what was read could not be used yet. */
  again(): void {
    this.accepted = '';
  }
}

function failure(error: unknown): JsonReading {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { state: 'missing' };
  }
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return { state: 'unreadable', problem: 'not UTF-8 text' };
  }
  if (error instanceof SyntaxError) {
    return { state: 'unreadable', problem: 'not complete JSON (torn while being written?)' };
  }
  return { state: 'unreadable', problem: code === undefined ? 'unreadable' : String(code) };
}
