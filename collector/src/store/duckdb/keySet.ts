import { hash } from 'node:crypto';

const LANES = 4;
/** Tables that a large set is split into: each grows alone and by a little, so no moment needs the whole set twice. */
const SHARDS = 256;
const MAX_LOAD = 0.8;
const GROWTH = 1.25;
const SMALLEST = 16;

/** 128 bits of SHA-256. */
export interface Key {
  lanes: Uint32Array;
}

/** The key of a text; never with a first lane of zero, since that marks a free slot. */
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

/**
 * Set of keys in flat typed arrays, of which it keeps the first lanes only, so that millions of ids fit beside the process's
 * other memory. It says of a key that it is there when one with the same lanes is: with three of them the chance that this
 * is wrong once among 10^9 records is 10^-11, with two it is 0.03.
 */
export class KeySet {
  private readonly shards: Shard[];

  /** @param lanes of each key that are kept and compared, 2 to 4. @param large whether it will hold more than one batch. */
  constructor(lanes: 2 | 3 | 4, large = false) {
    this.shards = Array.from({ length: large ? SHARDS : 1 }, () => new Shard(lanes));
  }

  get size(): number {
    return this.shards.reduce((sum, shard) => sum + shard.size, 0);
  }

  /** What it occupies, bytes. */
  get bytes(): number {
    return this.shards.reduce((sum, shard) => sum + shard.bytes, 0);
  }

  has(key: Key): boolean {
    return this.shardOf(key).has(key.lanes);
  }

  /** Returns false when the key was there already. */
  add(key: Key): boolean {
    return this.shardOf(key).add(key.lanes);
  }

  private shardOf({ lanes }: Key): Shard {
    const shard = this.shards[((lanes[0] ?? 0) >>> 1) & (this.shards.length - 1)];
    if (!shard) {
      throw new RangeError('a shard is missing');
    }
    return shard;
  }
}

/** Open addressing with linear probing. The second lane says where a key belongs. */
class Shard {
  private capacity = SMALLEST;
  private slots: Uint32Array;
  size = 0;

  constructor(private readonly lanes: number) {
    this.slots = new Uint32Array(SMALLEST * lanes);
  }

  get bytes(): number {
    return this.slots.byteLength;
  }

  has(key: Uint32Array): boolean {
    return this.slots[this.find(key, 0)] !== 0;
  }

  add(key: Uint32Array): boolean {
    const at = this.find(key, 0);
    if (this.slots[at] !== 0) {
      return false;
    }
    this.copy(key, 0, at);
    this.size++;
    if (this.size > this.capacity * MAX_LOAD) {
      this.grow();
    }
    return true;
  }

  /** Index of the slot that holds the key, or of the free one where it belongs. The first lane of a used slot is never 0. */
  private find(key: Uint32Array, from: number): number {
    const { slots, lanes } = this;
    const end = slots.length;
    let at = Math.floor(((key[from + 1] ?? 0) / 2 ** 32) * this.capacity) * lanes;
    while (slots[at] !== 0 && !this.equals(key, from, at)) {
      at += lanes;
      if (at === end) {
        at = 0;
      }
    }
    return at;
  }

  private equals(key: Uint32Array, from: number, at: number): boolean {
    for (let lane = 0; lane < this.lanes; lane++) {
      if (this.slots[at + lane] !== key[from + lane]) {
        return false;
      }
    }
    return true;
  }

  private copy(key: Uint32Array, from: number, at: number): void {
    for (let lane = 0; lane < this.lanes; lane++) {
      this.slots[at + lane] = key[from + lane] ?? 0;
    }
  }

  private grow(): void {
    const old = this.slots;
    this.capacity = Math.ceil(this.capacity * GROWTH);
    this.slots = new Uint32Array(this.capacity * this.lanes);
    for (let at = 0; at < old.length; at += this.lanes) {
      if (old[at] !== 0) {
        this.copy(old, at, this.find(old, at));
      }
    }
  }
}
