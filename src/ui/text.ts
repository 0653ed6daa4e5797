/** Values for `t()` as they are: React escapes what it renders, so i18next's own escaping would show entities. */
export function verbatim(values: Record<string, unknown>): Record<string, unknown> {
  return { ...values, interpolation: { escapeValue: false } };
}

/** Cuts a text that somebody else chose to a length that a page can bear. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text.slice(0, length * 2));
  return characters.length <= length && text.length <= length * 2
    ? text
    : `${characters.slice(0, length - 1).join('')}…`;
}
