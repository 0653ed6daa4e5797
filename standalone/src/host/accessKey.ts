const STORAGE_KEY = 'claude-flow-performance.key';

type Ask = () => Promise<string | undefined>;

let ask: Ask = () => Promise.resolve(undefined);
let asking: Promise<string | undefined> | undefined;

/** The key of this browser tab; it is forgotten when the tab closes. */
export function storedKey(): string | undefined {
  return sessionStorage.getItem(STORAGE_KEY) ?? undefined;
}

/** Says how to ask the reader for a key. */
export function setAsk(next: Ask): void {
  ask = next;
}

/** Asks for a key, once for all requests that wait for one. Undefined when the reader gives none. */
export async function askForKey(): Promise<string | undefined> {
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  const key = await asking;
  if (key !== undefined) {
    sessionStorage.setItem(STORAGE_KEY, key);
  }
  return key;
}
