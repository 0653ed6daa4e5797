import type { Unit } from '../metrics/units.ts';
import type { Cell, TableColumn } from './document.ts';
import { formatInterval, formatP, formatRanks, formatTime, formatValue } from './format.ts';

/** Columns and cells that people read rounded and with units, and programs in full: one number a field, its unit in the field's name. */

export const left = (title: string): TableColumn => ({ title, align: 'left' });
export const right = (title: string, ...fields: string[]): TableColumn => ({
  title,
  align: 'right',
  ...(fields.length > 0 ? { fields } : {}),
});

export function valueColumn(title: string, unit: Unit, field = title): TableColumn {
  return right(title, unit === 'count' ? field : `${field} (${unit})`);
}

export function valueCell(value: number | null | undefined, unit: Unit): Cell {
  return { text: formatValue(value, unit), raw: [finite(value)] };
}

export const intervalColumn = (title: string, unit: Unit): TableColumn =>
  right(title, `${title} low (${unit})`, `${title} high (${unit})`);

export function intervalCell(low: number | null, high: number | null, unit: Unit): Cell {
  return { text: formatInterval(low, high, unit), raw: [finite(low), finite(high)] };
}

export const timeColumn = (title: string): TableColumn => ({ title, align: 'left', fields: [`${title} (UTC)`] });

export function timeCell(time: number): Cell {
  return { text: formatTime(time), raw: [new Date(time).toISOString()] };
}

export const ranksColumn: TableColumn = right('Rank', 'Rank best', 'Rank worst');

export function ranksCell(low: number, high: number): Cell {
  return { text: formatRanks(low, high), raw: [low, high] };
}

export function pCell(p: number): Cell {
  return { text: formatP(p), raw: [p] };
}

/** Text that stands for one number or several. */
export function cellOf(text: string, ...raw: Array<string | number | null>): Cell {
  return { text, raw };
}

export function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

function finite(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}
