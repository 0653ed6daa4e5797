import type { SampleRecord, SwarmRecord } from '../../../../src/core/metrics/records.ts';
import type { Notes } from '../../state/notes.ts';
import { check, MOST_SKEW_MS } from '../../ingest/check.ts';
import type { Rejection } from '../../ingest/account.ts';
import { finite } from '../narrow.ts';

const KIND = 'otlp/baseline';
const PREFIX = 'c|';
/** Series whose last value is held in memory; others are looked up again. */
const MOST_SERIES = 50_000;
/** First values that are noted; beyond this the oldest is given up, and its series begins anew with its next point. */
const MOST_BASELINES = 50_000;

/** One point of a cumulative counter. */
export interface CounterPoint {
  /** 32 hex digits, made of resource, scope, name, attributes and start: a restarted counter is another series. */
  series: string;
  /** Nanoseconds; undefined when the sender does not know when it began to count. */
  start: bigint | undefined;
  time: bigint;
  /** Its value is what the counter shows. */
  sample: SampleRecord;
  swarm: SwarmRecord;
}

export interface CounterState {
  time: bigint;
  value: number;
}

/** Where last values come from that are in the store: ids of samples by series. */
export interface CounterStore {
  counters(series: readonly string[], since: number): Promise<Map<string, string>>;
}

export interface CounterOutcome {
  items: Array<[SampleRecord, SwarmRecord] | Rejection>;
  /** Points that were contained in what is known already. */
  duplicates: number;
  /** Points that only begin a series, or in which nothing has increased. */
  ignored: number;
  states: Map<string, CounterState>;
  /** First values that no sample holds. */
  baselines: Map<string, CounterState>;
}

/**
 * What a point adds to its series.
 * - The first point of a series with a known start is the increase since then. Without one nobody can say how much of it
 *   was counted before, so it only begins the series.
 * - A point that is not newer than the last one is contained in it.
 * - A lower value means that the sender began again at zero without saying so.
 */
export function increase(
  previous: CounterState | undefined,
  { start, time, sample: { value } }: Pick<CounterPoint, 'start' | 'time'> & { sample: Pick<SampleRecord, 'value'> }
): number | 'begins' | 'known' {
  if (!previous) {
    // A start equal to the time is OTLP's way of saying that the start is not known.
    return start !== undefined && start < time ? value : 'begins';
  }
  if (time <= previous.time) {
    return 'known';
  }
  return value < previous.value ? value : value - previous.value;
}

/**
 * Turns cumulative counters into increases, each stored under an id that holds time and value of its point. So the store
 * itself knows the last value of every series, in the same transaction as the increase: a kill between two writes can
 * neither lose nor double anything. Only values that no increase belongs to (where a series began, or fell to zero) are
 * noted beside it.
 */
export class Counters {
  private readonly states = new Map<string, CounterState>();
  private readonly baselines: Map<string, CounterState>;

  constructor(
    private readonly store: CounterStore,
    private readonly notes: Notes,
    private readonly clock: () => number = Date.now
  ) {
    this.baselines = new Map(
      [...notes.all(KIND)].flatMap(([series, note]) => {
        const state = parseState(note);
        return state ? [[series, state] as const] : [];
      })
    );
  }

  /** Changes nothing yet: a request that can't be stored is sent again. One call at a time, up to `keep`. */
  async read(points: readonly CounterPoint[]): Promise<CounterOutcome> {
    const known = await this.lastOf(points);
    const outcome: CounterOutcome = {
      items: [],
      duplicates: 0,
      ignored: 0,
      states: new Map(),
      baselines: new Map(),
    };
    for (const point of inOrder(points)) {
      this.readPoint(point, known, outcome);
    }
    return outcome;
  }

  keep({ states, baselines }: CounterOutcome): void {
    for (const [series, state] of states) {
      this.states.delete(series);
      this.states.set(series, state);
    }
    dropOldest(this.states, MOST_SERIES);
    const noted = new Map<string, string | null>();
    for (const [series, state] of baselines) {
      this.baselines.delete(series);
      this.baselines.set(series, state);
      noted.set(series, `${state.time}|${state.value}`);
    }
    dropOldest(this.baselines, MOST_BASELINES).forEach((series) => noted.set(series, null));
    this.notes.save(KIND, noted);
  }

  private readPoint(point: CounterPoint, known: ReadonlyMap<string, CounterState>, outcome: CounterOutcome): void {
    const { series, time, sample, swarm } = point;
    // Before the difference: what the gate refuses must not move the series on.
    const checked = check(sample, this.clock());
    if (!checked.ok) {
      outcome.items.push(checked.rejection);
      return;
    }
    const previous = outcome.states.get(series) ?? known.get(series);
    const added = increase(previous, point);
    if (added === 'known') {
      outcome.duplicates++;
      return;
    }
    const state = { time, value: sample.value };
    outcome.states.set(series, state);
    if (added === 'begins' || added === 0) {
      outcome.ignored++;
      // A counter that stands still is known by its last increase; one that fell or just begins is not.
      if (added === 'begins' || (previous !== undefined && state.value !== previous.value)) {
        outcome.baselines.set(series, state);
      }
      return;
    }
    outcome.items.push([{ ...sample, id: `${PREFIX}${series}|${time}|${sample.value}`, value: added }, swarm]);
  }

  private async lastOf(points: readonly CounterPoint[]): Promise<Map<string, CounterState>> {
    const missing = points.filter(({ series }) => !this.states.has(series));
    const ids = await this.stored(missing);
    return new Map(
      points.flatMap(({ series }) => {
        const stored = parseState((ids.get(series) ?? '').slice(PREFIX.length + series.length + 1));
        const state = this.states.get(series) ?? newer(stored, this.baselines.get(series));
        return state ? [[series, state] as const] : [];
      })
    );
  }

  private async stored(points: readonly CounterPoint[]): Promise<Map<string, string>> {
    if (points.length === 0) {
      return new Map();
    }
    const starts = points.map(({ start }) => Number((start ?? 0n) / 1_000_000n));
    // A sender whose clock is ahead has its times set back to ours.
    const since = starts.reduce((a, b) => Math.min(a, b)) - MOST_SKEW_MS;
    return this.store.counters([...new Set(points.map(({ series }) => series))], since);
  }
}

/** Points may stand in any order in a request. */
function inOrder(points: readonly CounterPoint[]): CounterPoint[] {
  return [...points].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

function newer(a: CounterState | undefined, b: CounterState | undefined): CounterState | undefined {
  return a && b ? (a.time >= b.time ? a : b) : (a ?? b);
}

/** `time|value`, the end of a sample's id and the whole of a note. */
function parseState(text: string): CounterState | undefined {
  const [time = '', value = ''] = text.split('|');
  const parsed = finite(Number(value));
  return /^\d+$/.test(time) && value !== '' && parsed !== undefined ? { time: BigInt(time), value: parsed } : undefined;
}

/** Takes away the first entries of a map until it holds at most so many; returns their keys. */
function dropOldest(map: Map<string, unknown>, most: number): string[] {
  const dropped: string[] = [];
  for (const key of map.keys()) {
    if (map.size <= most) {
      break;
    }
    map.delete(key);
    dropped.push(key);
  }
  return dropped;
}
