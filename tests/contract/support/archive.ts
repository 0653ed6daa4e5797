import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { ROOT } from './repo.ts';

export interface ArchivedFile {
  data: Uint8Array;
  /** Type and permission bits that unzip sets, as Unix knows them. */
  mode: number;
}

/** Files by their path below the archive's only folder. */
export interface Archive {
  path: string;
  root: string;
  files: Map<string, ArchivedFile>;
}

const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const CENTRAL_ENTRY = 0x02014b50;

/** Modes by name. The central directory alone holds them, and fflate does not tell them. */
function readModes(zip: Buffer): Map<string, number> {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== END_OF_CENTRAL_DIRECTORY) {
    end--;
  }
  const modes = new Map<string, number>();
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === CENTRAL_ENTRY) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    modes.set(name, zip.readUInt32LE(at + 38) >>> 16);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return modes;
}

const answer = z.strictObject({ path: z.string(), size: z.number(), sha256: z.string(), files: z.number() });

/** Packs the plugin as a user would, with the Linux backend alone. What the command prints is all of its standard output. */
export function pack(): z.output<typeof answer> {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/package.mjs', '--linux-only', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`npm run package failed:\n${stderr}`);
  }
  return answer.parse(JSON.parse(stdout));
}

/** @throws Error when the archive has not exactly one folder at its top. */
export function readArchive(path: string): Archive {
  const zip = readFileSync(path);
  const modes = readModes(zip);
  const content = unzipSync(zip);
  const roots = new Set(Object.keys(content).map((name) => name.split('/')[0] ?? ''));
  const [root] = roots;
  if (root === undefined || roots.size !== 1) {
    throw new Error(`the archive has ${roots.size} entries at its top: ${[...roots].join(', ')}`);
  }
  const files = new Map<string, ArchivedFile>();
  for (const [name, data] of Object.entries(content)) {
    files.set(name.slice(root.length + 1), { data, mode: modes.get(name) ?? 0 });
  }
  return { path, root, files };
}
