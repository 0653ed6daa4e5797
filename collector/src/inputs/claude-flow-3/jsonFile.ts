import { readFile, stat } from 'node:fs/promises';

/** Larger stores are not read: claude-flow rewrites them whole, so a reader would copy them again and again. */
const MOST_BYTES = 64 * 1024 * 1024;

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
        return { state: 'unreadable', problem: `larger than ${MOST_BYTES / 1024 / 1024} MiB` };
      }
      const value: unknown = JSON.parse(await readFile(this.path, 'utf8'));
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
  if (error instanceof SyntaxError) {
    return { state: 'unreadable', problem: 'not complete JSON (torn while being written?)' };
  }
  return { state: 'unreadable', problem: code === undefined ? 'unreadable' : String(code) };
}
