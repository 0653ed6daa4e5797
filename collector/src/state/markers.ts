import { randomUUID } from 'node:crypto';
import type sqlite from 'node-sqlite3-wasm';
import { ServiceError } from '../errors.ts';

/** Something that somebody did at a time and that graphs should show, such as a deployment. */
export interface Marker {
  id: string;
  /** Epoch ms. */
  time: number;
  /** End of something that lasted, epoch ms. */
  timeEnd?: number;
  title: string;
  text: string;
  tags: string[];
  /** Swarms that it concerns; empty means all. */
  swarms: string[];
}

export type NewMarker = Omit<Marker, 'id'> & { id?: string };

/** Which markers are asked for: those that touch the range, and concern one of the swarms where some are named. */
export interface MarkerRange {
  /** Epoch ms, inclusive. */
  from?: number;
  /** Epoch ms, exclusive. */
  to?: number;
  swarms?: readonly string[];
}

/** Markers are made by people and their pipelines, a few a day: more than this is a mistake of somebody's loop. */
export const MOST_MARKERS = 10_000;

export class Markers {
  constructor(private readonly database: sqlite.Database) {
    database.exec(
      'CREATE TABLE IF NOT EXISTS markers (id TEXT PRIMARY KEY, time INTEGER NOT NULL, time_end INTEGER, content TEXT NOT NULL)'
    );
  }

  /**
   * Keeps a marker. The same one under the same id changes nothing, so that a pipeline may send it again.
   * @throws ServiceError `CONFLICT` when another one has the id, or there are too many.
   */
  add({ id = randomUUID(), ...marker }: NewMarker): { marker: Marker; added: boolean } {
    const made: Marker = { id, ...marker };
    const present = this.find(id);
    if (present) {
      if (contentOf(present) === contentOf(made) && present.time === made.time && present.timeEnd === made.timeEnd) {
        return { marker: present, added: false };
      }
      throw new ServiceError('CONFLICT', 'Another marker has this id: delete it first, or leave "id" out.');
    }
    const { count } = this.database.get('SELECT count(*) AS count FROM markers') ?? {};
    if (Number(count) >= MOST_MARKERS) {
      throw new ServiceError(
        'CONFLICT',
        `There are ${MOST_MARKERS} markers, which is the most: delete old ones first.`
      );
    }
    this.database.run('INSERT INTO markers (id, time, time_end, content) VALUES (?, ?, ?, ?)', [
      id,
      made.time,
      made.timeEnd ?? null,
      contentOf(made),
    ]);
    return { marker: made, added: true };
  }

  /** In the order of time. */
  list({ from, to, swarms = [] }: MarkerRange): Marker[] {
    return this.database
      .all('SELECT id, time, time_end, content FROM markers ORDER BY time, id')
      .flatMap((row) => toMarker(row) ?? [])
      .filter(
        (marker) =>
          (to === undefined || marker.time < to) &&
          (from === undefined || (marker.timeEnd ?? marker.time) >= from) &&
          (swarms.length === 0 || marker.swarms.length === 0 || marker.swarms.some((id) => swarms.includes(id)))
      );
  }

  /** False when there was none of that id. */
  remove(id: string): boolean {
    return this.database.run('DELETE FROM markers WHERE id = ?', [id]).changes > 0;
  }

  private find(id: string): Marker | undefined {
    const row = this.database.get('SELECT id, time, time_end, content FROM markers WHERE id = ?', [id]);
    return row ? toMarker(row) : undefined;
  }
}

function contentOf({ title, text, tags, swarms }: Marker): string {
  return JSON.stringify({ title, text, tags, swarms });
}

function toMarker(row: Record<string, unknown>): Marker | undefined {
  const content: unknown = JSON.parse(String(row['content']));
  if (typeof content !== 'object' || content === null) {
    return undefined;
  }
  const { title, text, tags, swarms } = content as Record<string, unknown>;
  const end = row['time_end'];
  return {
    id: String(row['id']),
    time: Number(row['time']),
    ...(end === null || end === undefined ? {} : { timeEnd: Number(end) }),
    title: String(title),
    text: String(text),
    tags: Array.isArray(tags) ? tags.map(String) : [],
    swarms: Array.isArray(swarms) ? swarms.map(String) : [],
  };
}
