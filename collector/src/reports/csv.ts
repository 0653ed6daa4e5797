import { stringify } from 'csv-stringify/sync';
import { zipSync, type Zippable } from 'fflate';
import type { Cell, ReportDocument, TableColumn } from '../../../src/core/report/document.ts';

const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

export interface CsvFile {
  extension: 'csv' | 'zip';
  mediaType: string;
  bytes: Uint8Array;
}

interface Table {
  name: string;
  columns: readonly TableColumn[];
  rows: readonly Cell[][];
}

/**
 * Every table of a report with all of its rows, as RFC 4180 has it: numbers in full, times as ISO 8601, nothing where nothing was
 * measured. One table is a CSV file, several are a zip archive of them.
 * @param at epoch ms of the files in the archive, by the clock of UTC
 */
export function toCsv(document: ReportDocument, at: number): CsvFile {
  const tables = tablesOf(document);
  const [only] = tables;
  if (only && tables.length === 1) {
    return { extension: 'csv', mediaType: CSV_TYPE, bytes: Buffer.from(csvOf(only)) };
  }
  const files: Zippable = {};
  tables.forEach((table, index) => {
    files[`${String(index + 1).padStart(2, '0')}-${fileStem(table.name)}.csv`] = Buffer.from(csvOf(table));
  });
  return { extension: 'zip', mediaType: 'application/zip', bytes: zipSync(files, { mtime: zipTime(at), level: 6 }) };
}

function tablesOf({ sections }: ReportDocument): Table[] {
  return sections.flatMap(({ heading, blocks }) => {
    const tables = blocks.flatMap((block) => (block.type === 'table' ? [block] : []));
    return tables.map(({ caption, columns, rows }) => ({
      // The caption of a section's only table says how, the heading of what.
      name: tables.length === 1 ? heading : caption,
      columns,
      rows,
    }));
  });
}

function csvOf({ columns, rows }: Table): string {
  const records = rows.map((row) =>
    row.flatMap((cell) =>
      typeof cell === 'string'
        ? [harmless(cell)]
        : cell.raw.map((value) => (typeof value === 'string' ? harmless(value) : value))
    )
  );
  return stringify([columns.flatMap(({ title, fields = [title] }) => fields), ...records], {
    record_delimiter: '\r\n',
    quoted_string: true,
  });
}

/** What spreadsheets read as the beginning of a formula, also in the wide forms of Japanese keyboards, or skip before one. */
const FORMULA = /^[\s\p{Cc}\p{Cf}'"]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/** A name that a spreadsheet would run gets an apostrophe before it, and is text. Numbers are written as numbers and never come here. */
function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function fileStem(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Archives hold times by a local clock and from 1980 to 2107; this one reads the same in every zone. */
function zipTime(at: number): Date {
  const utc = new Date(Math.min(Math.max(at, Date.UTC(1980, 0, 1)), Date.UTC(2099, 11, 31)));
  return new Date(
    utc.getUTCFullYear(),
    utc.getUTCMonth(),
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
    utc.getUTCSeconds()
  );
}
