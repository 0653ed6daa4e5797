import type { Ranking, RankingRow } from './model.ts';

type Cell = string | number | null;

/** What a spreadsheet takes for a formula at the start of a cell. */
const FORMULA = /^[=+\-@\t\r]/;

const COLUMNS: ReadonlyArray<readonly [name: string, of: (row: RankingRow) => Cell]> = [
  ['place_low', ({ rank }) => rank?.low ?? null],
  ['place_high', ({ rank }) => rank?.high ?? null],
  ['name', ({ name }) => name],
  ['topology', ({ topology }) => topology ?? null],
  ['value', ({ value }) => value],
  ['low', ({ interval }) => interval?.low ?? null],
  ['high', ({ interval }) => interval?.high ?? null],
  ['n', ({ n }) => n ?? null],
  ['p_best', ({ chance }) => chance ?? null],
  ['places_gained', ({ moved }) => moved?.places ?? null],
  ['change', ({ moved }) => moved?.change ?? null],
];

/** Rows as CSV (RFC 4180) with full digits; what is not known is an empty cell, and no text is run as a formula. */
export function rowsAsCsv({ rows }: Pick<Ranking, 'rows'>): string {
  const lines = rows.map((row) => COLUMNS.map(([, of]) => csvCell(of(row))).join(','));
  return [COLUMNS.map(([name]) => name).join(','), ...lines, ''].join('\r\n');
}

/** Rows as JSON objects with full digits; what is not known is null. */
export function rowsAsJson({ rows }: Pick<Ranking, 'rows'>): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(COLUMNS.map(([name, of]) => [name, of(row)]))),
    null,
    2
  );
}

function csvCell(cell: Cell): string {
  if (typeof cell !== 'string') {
    return cell === null ? '' : String(cell);
  }
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
