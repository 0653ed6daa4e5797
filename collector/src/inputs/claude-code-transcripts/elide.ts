const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Strings that are read are shorter: ids, names, times. */
const LONG = 512;
const NOTIFICATION = Buffer.from('<task-notification>');

/**
 * The text of a JSON line without its long strings, which hold the conversation: it is neither decoded nor parsed, and no
 * value made of it lives on. The ends of background agents, which are told as a text, stay.
 */
export function withoutLongStrings(line: Buffer): string {
  if (line.length <= LONG) {
    return line.toString('utf8');
  }
  const parts: string[] = [];
  let from = 0;
  for (let start = line.indexOf(QUOTE); start >= 0;) {
    const end = endOfString(line, start);
    if (end < 0) {
      break;
    }
    if (end - start > LONG && !isNotification(line, start)) {
      parts.push(line.toString('utf8', from, start + 1));
      from = end;
    }
    start = line.indexOf(QUOTE, end + 1);
  }
  parts.push(line.toString('utf8', from));
  return parts.join('');
}

/** Place of the quote that closes the string; -1 when none does. */
function endOfString(line: Buffer, start: number): number {
  let end = line.indexOf(QUOTE, start + 1);
  while (end >= 0 && isEscaped(line, end)) {
    end = line.indexOf(QUOTE, end + 1);
  }
  return end;
}

function isEscaped(line: Buffer, at: number): boolean {
  let before = at;
  while (line[before - 1] === BACKSLASH) {
    before--;
  }
  return (at - before) % 2 === 1;
}

function isNotification(line: Buffer, start: number): boolean {
  return NOTIFICATION.equals(line.subarray(start + 1, start + 1 + NOTIFICATION.length));
}
