/** A name in a chart: one line, at most as long as there is room for, without controls that would turn the text around it. */
export function chartName(name: string, most = 28): string {
  const plain = name
    .slice(0, 4 * most)
    // Controls of lines and of writing directions.
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...plain];
  const shown =
    characters.length > most || name.length > 4 * most ? `${characters.slice(0, most - 1).join('')}…` : plain;
  // The drawing library keeps what it has measured in a plain object, and would write into what these names mean there.
  return shown in Object.prototype ? `${shown} ` : shown;
}
