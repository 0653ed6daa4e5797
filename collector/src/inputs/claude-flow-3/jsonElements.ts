const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];
/** Longest name of a field of the outermost object that is looked at. */
const MOST_KEY_BYTES = 64;

/**
 * Finds the objects in one array of a JSON document, such as `{ ..., "receipts": [ {...}, {...} ] }`, while its bytes pass by:
 * only one of them is held at a time, so the document may be of any size. Nothing is validated but the nesting.
 */
export class JsonElements {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private key: number[] = [];
  private lastKey = '';
  private inArray = false;
  private parts: Buffer[] = [];
  private held = 0;
  private index = -1;

  /**
   * @param field name of the array in the outermost object
   * @param wants whether the element at this index is to be handed out; others are passed over and not held
   * @param mostBytes longer elements are handed out as undefined
   */
  constructor(
    private readonly field: string,
    private readonly wants: (index: number) => boolean,
    private readonly mostBytes: number
  ) {}

  /** The document has the array. */
  found = false;

  /** The document was closed as it was opened. */
  get complete(): boolean {
    return this.depth === 0 && !this.inString;
  }

  /** Calls `found` for each wanted element that ends in these bytes, in order; undefined is one that is too long. */
  push(data: Buffer, found: (element: string | undefined, index: number) => void): void {
    let start = this.inElement ? 0 : -1;
    for (let at = 0; at < data.length; at++) {
      const byte = data[at] ?? 0;
      if (this.inString) {
        this.text(byte);
        continue;
      }
      switch (byte) {
        case QUOTE:
          this.inString = true;
          this.key = [];
          break;
        case COLON:
          if (this.depth === 1) {
            this.lastKey = Buffer.from(this.key).toString('utf8');
          }
          break;
        case COMMA:
          if (this.depth === 1) {
            this.lastKey = '';
          }
          break;
        case OPEN_OBJECT:
        case OPEN_ARRAY:
          this.depth++;
          if (byte === OPEN_ARRAY && this.depth === 2 && this.lastKey === this.field) {
            this.inArray = true;
            this.found = true;
          } else if (byte === OPEN_OBJECT && this.depth === 3 && this.inArray) {
            this.index++;
            start = at;
          }
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          if (byte === CLOSE_OBJECT && this.depth === 3 && this.inArray && this.wants(this.index)) {
            this.hold(data.subarray(start, at + 1));
            found(this.held > this.mostBytes ? undefined : Buffer.concat(this.parts).toString('utf8'), this.index);
          }
          this.depth--;
          if (this.depth === 2) {
            this.parts = [];
            this.held = 0;
          } else if (this.depth === 1) {
            this.inArray = false;
          }
          break;
      }
    }
    if (this.inElement && this.wants(this.index)) {
      // A copy: the caller may fill the same bytes anew.
      this.hold(Buffer.from(data.subarray(start)));
    }
  }

  private get inElement(): boolean {
    return this.inArray && this.depth >= 3;
  }

  private text(byte: number): void {
    if (this.escaped) {
      this.escaped = false;
    } else if (byte === BACKSLASH) {
      this.escaped = true;
    } else if (byte === QUOTE) {
      this.inString = false;
      return;
    }
    if (this.depth === 1 && this.key.length < MOST_KEY_BYTES) {
      this.key.push(byte);
    }
  }

  private hold(part: Buffer): void {
    this.held += part.length;
    if (this.held > this.mostBytes) {
      this.parts = [];
    } else {
      this.parts.push(part);
    }
  }
}
