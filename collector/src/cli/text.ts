import { homedir } from 'node:os';
import { styleText } from 'node:util';
import type { Place } from './command.ts';

export type Paint = (style: 'bold' | 'dim' | 'green' | 'yellow' | 'red', text: string) => string;

export function painter({ colour }: Pick<Place, 'colour'>): Paint {
  return (style, text) => (colour ? styleText(style, text) : text);
}

/** Names come from outside: what would steer a terminal is shown, not done. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Columns under their titles; numbers stand right. Styles are put on afterwards, so that they take no width. */
export function table(titles: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
  const all = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => [...(row[column] ?? '')].length)));
  const numeric = titles.map((_, column) => rows.every((row) => /^(?:[\d.,$<]*|-)$/.test(row[column] ?? '')));
  return all.map((row) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - [...cell].length);
        return numeric[column] === true ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd()
  );
}

/** How long ago an epoch time in ms was; a time ahead is now. */
export function age(time: number, now: number): string {
  return `${span(Math.max(0, now - time))} ago`;
}

/** A span in ms as a person says it. */
export function span(ms: number): string {
  const units: Array<[number, string]> = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ];
  const [size, name] = units.find(([least]) => ms >= least) ?? [1000, 's'];
  return `${Math.floor(ms / size)} ${name}`;
}

export const count = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

/** A path as a person writes it, without the name of the account. */
export function shortPath(path: string, home = homedir()): string {
  return path === home ? '~' : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
