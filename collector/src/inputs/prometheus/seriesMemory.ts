import type { Notes } from '../../state/notes.ts';
import type { LastPoint } from './increases.ts';

/** Series whose last sample is remembered: more would make a counter without end of a label that has none. */
const MOST_SERIES = 20_000;
const TO = '@to';

/** The last sample read of each series, kept over restarts: without it a counter that comes back would count again. */
export class SeriesMemory {
  private readonly points = new Map<string, LastPoint>();
  private readonly changed = new Map<string, LastPoint>();
  /** Up to when everything was read, epoch ms; undefined before the first reading. */
  private to: number | undefined;

  constructor(
    private readonly notes: Notes | undefined,
    private readonly kind: string
  ) {
    for (const [key, note] of notes?.all(kind) ?? []) {
      const [at, value] = note.split(' ').map(Number);
      if (key === TO) {
        this.to = at;
      } else if (at !== undefined && Number.isFinite(at) && value !== undefined) {
        this.points.set(key, { at, value });
      }
    }
  }

  get from(): number | undefined {
    return this.to;
  }

  get size(): number {
    return this.points.size;
  }

  get hasRoom(): boolean {
    return this.points.size + this.changed.size < MOST_SERIES;
  }

  get(key: string): LastPoint | undefined {
    return this.changed.get(key) ?? this.points.get(key);
  }

  set(key: string, point: LastPoint): void {
    const known = this.get(key);
    if (known?.at !== point.at || !Object.is(known.value, point.value)) {
      this.changed.set(key, point);
    }
  }

  /** The records were not stored: they are made again from where they began. */
  undo(): void {
    this.changed.clear();
  }

  /** The records are durable. A kill before this makes the same records again, which are known by their ids. */
  commit(to: number): void {
    const changes = new Map([...this.changed].map(([key, { at, value }]) => [key, `${at} ${value}`]));
    this.notes?.save(this.kind, changes.set(TO, `${to}`));
    this.changed.forEach((point, key) => this.points.set(key, point));
    this.changed.clear();
    this.to = to;
  }
}
