import type { Table } from '../../../../../src/core/frames/table.ts';
import { toArrowFile } from './arrow.ts';

/** Content type of the binary answer. */
export const ENVELOPE_TYPE = 'application/vnd.claudeflow.frames';

const MAGIC = 'CFPF';
const VERSION = 1;
const HEAD_BYTES = 12;

export interface QueryOutcome {
  refId: string;
  status: number;
  tables: Table[];
  error?: string;
  errorSource?: 'downstream' | 'plugin';
}

/**
 * Several answers in one body: "CFPF", version, three zero bytes, length of the header (uint32, little endian), the header as
 * JSON, then the Arrow files in the order in which the header lists their lengths. See docs/api.md.
 */
export function toEnvelope(outcomes: readonly QueryOutcome[]): Buffer {
  const files = outcomes.map((outcome) => outcome.tables.map(toArrowFile));
  const header = Buffer.from(
    JSON.stringify({
      results: outcomes.map(({ tables: _, ...outcome }, index) => ({
        ...outcome,
        frames: (files[index] ?? []).map((file) => file.byteLength),
      })),
    })
  );
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(MAGIC, 0, 'latin1');
  head.writeUInt8(VERSION, 4);
  head.writeUInt32LE(header.length, 8);
  return Buffer.concat([head, header, ...files.flat()]);
}
