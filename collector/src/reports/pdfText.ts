/** What both weights of the PDF's font, Roboto, have glyphs for: Latin, Greek, Cyrillic and common signs. */
const IN_FONT =
  /[\u0020-\u007E\u00A0-\u017F\u0384-\u038A\u038E-\u03A1\u03A3-\u03CE\u0400-\u0486\u0488-\u0513\u1EA0-\u1EF9\u2010\u2011\u2013-\u2015\u2018-\u201E\u2020-\u2022\u2026\u2030\u2039\u203A\u20AC\u2122\u2212\u2248\u2260\u2264\u2265]/u;

/** Characters of a paragraph; a cell of a table has fewer, or one name would fill pages. */
const LONGEST_TEXT = 5000;
export const LONGEST_CELL = 300;
const LONGEST_WORD = 24;
/** Invisible, and a place where a line may end. */
const BREAK = '\u200B';

/** Whether the font lacks some of the characters that are seen. */
export function lacksGlyphs(text: string): boolean {
  return [...text.replace(/\s/g, ' ')].some((character) => !IN_FONT.test(character));
}

/** A text as one line of characters that the font has: others by their code, as \u{645}. What is longer than a few lines is cut. */
export function fontText(text: string, longest = LONGEST_TEXT): string {
  const plain = [...text.slice(0, 2 * longest).replace(/\s+/g, ' ')]
    .map((character) => (IN_FONT.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`))
    .join('');
  const isCut = plain.length > longest || text.length > 2 * longest;
  return isCut ? `${plain.slice(0, longest)}…` : plain;
}

/** The same, with places where words that no column is wide enough for may be broken. */
export function pdfText(text: string, longest = LONGEST_TEXT): string {
  return fontText(text, longest).replace(new RegExp(`[^ -]{${LONGEST_WORD}}(?=[^ -])`, 'g'), `$&${BREAK}`);
}
