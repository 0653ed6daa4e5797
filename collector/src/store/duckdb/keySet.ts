import { hash } from 'node:crypto';

const LANES = 4;
const MAX_LOAD = 0.6;
const SMALLEST = 1 << 12;

/** 128 bits of SHA-256: at 10^9 records the chance of one false duplicate is below 10^-20. */
export interface Key {
  lanes: Uint32Array;
}

/** The key of a text; never all zero, since that marks a free slot. */
export function keyOf(text: string): Key {
  const digest = hash('sha256', text, 'buffer');
  const lanes = new Uint32Array(LANES);
  for (let lane = 0; lane < LANES; lane++) {
    lanes[lane] = digest.readUInt32LE(lane * 4);
  }
  lanes[0] = (lanes[0] ?? 0) | 1;
  return { lanes };
}

export function keyToBigInt({ lanes }: Key): bigint {
  let value = 0n;
  for (let lane = LANES - 1; lane >= 0; lane--) {
    value = (value << 32n) | BigInt(lanes[lane] ?? 0);
  }
  return value;
}

/** Set of keys in flat typed arrays: 16 bytes a slot, so that millions of ids fit beside the process's other memory. */
export class KeySet {
  private slots: Uint32Array;
  private capacity: number;
  private count = 0;

  constructor(expected = 0) {
    this.capacity = SMALLEST;
    while (this.capacity * MAX_LOAD < expected) {
      this.capacity *= 2;
    }
    this.slots = new Uint32Array(this.capacity * LANES);
  }

  get size(): number {
    return this.count;
  }

  has(key: Key): boolean {
    return this.slots[this.find(this.slots, this.capacity, key.lanes, 0)] !== 0;
  }

  /** Returns false when the key was there already. */
  add(key: Key): boolean {
    if ((this.count + 1) / this.capacity > MAX_LOAD) {
      this.grow();
    }
    const at = this.find(this.slots, this.capacity, key.lanes, 0);
    if (this.slots[at] !== 0) {
      return false;
    }
    this.slots.set(key.lanes, at);
    this.count++;
    return true;
  }

  /** Index of the slot that holds the key, or of the free slot where it belongs. Lane 0 of a used slot is never 0. */
  private find(slots: Uint32Array, capacity: number, lanes: Uint32Array, from: number): number {
    const mask = capacity - 1;
    let slot = (lanes[from + 1] ?? 0) & mask;
    for (;;) {
      const at = slot * LANES;
      if (
        slots[at] === 0 ||
        (slots[at] === lanes[from] &&
          slots[at + 1] === lanes[from + 1] &&
          slots[at + 2] === lanes[from + 2] &&
          slots[at + 3] === lanes[from + 3])
      ) {
        return at;
      }
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    const slots = new Uint32Array(capacity * LANES);
    for (let at = 0; at < this.slots.length; at += LANES) {
      if (this.slots[at] !== 0) {
        slots.set(this.slots.subarray(at, at + LANES), this.find(slots, capacity, this.slots, at));
      }
    }
    this.slots = slots;
    this.capacity = capacity;
  }
}
