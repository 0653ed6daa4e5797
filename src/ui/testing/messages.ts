import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Messages {
  [key: string]: string | Messages;
}

const CALL = /\bt\(\s*'([^']+)',\s*'((?:[^'\\]|\\.)*)'/g;

/** Default messages of all `t()` calls below some folders of `src`, nested by the dots of their keys. */
export function messagesOf(folders: readonly string[]): Messages {
  const messages: Messages = {};
  for (const file of folders.flatMap(sourceFiles)) {
    for (const [, key, text] of readFileSync(file, 'utf8').matchAll(CALL)) {
      put(messages, key.split('.'), text.replace(/\\n/g, '\n').replace(/\\'/g, "'"), file);
    }
  }
  return messages;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(path.join('src', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => path.join('src', folder, name));
}

/** @throws Error when one key has two messages, or is both a message and a group. */
function put(messages: Messages, [head, ...rest]: string[], text: string, file: string): void {
  const present = messages[head];
  if (rest.length === 0) {
    if (present !== undefined && present !== text) {
      throw new Error(`${file}: "${head}" has two messages`);
    }
    messages[head] = text;
    return;
  }
  if (typeof present === 'string') {
    throw new Error(`${file}: "${head}" is a message and a group`);
  }
  const group = present ?? {};
  messages[head] = group;
  put(group, rest, text, file);
}
