import { WORK_KINDS } from '../../../src/core/metrics/records.ts';
import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import type { Store, StoreInfo } from '../store/store.ts';

/** Upper bounds of the task durations, seconds: agents' tasks last from moments to an hour. */
export const DURATION_BOUNDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 600, 1800, 3600] as const;

/** The totals are asked for again only after this many times what asking took, so that scrapes take 5 % of the store at most. */
const REST = 20;
const MOST_REST_MS = 300_000;

export interface Durations {
  /** Number of completed tasks up to each of `DURATION_BOUNDS`. */
  upTo: number[];
  count: number;
  /** seconds */
  sum: number;
}

export interface StoreTotals {
  info: StoreInfo;
  /** bytes */
  memory: number;
  swarms: SwarmSummary[];
  /** By swarm; those without a measured duration are not in it. */
  durations: Map<string, Durations>;
}

/** Totals over everything stored, asked for as rarely as they are dear, and once for all scrapes that come at a time. */
export class SwarmTotals {
  private latest: StoreTotals | undefined;
  private freshUntil = 0;
  private asking: Promise<StoreTotals> | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: () => number = () => performance.now()
  ) {}

  async read(): Promise<StoreTotals> {
    if (this.latest && this.clock() < this.freshUntil) {
      return this.latest;
    }
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async ask(): Promise<StoreTotals> {
    const began = this.clock();
    const [info, memory, swarms, durations] = await Promise.all([
      this.store.info(),
      this.store.memory(),
      this.store.swarms({}),
      durationsOf(this.store),
    ]);
    const ended = this.clock();
    this.freshUntil = ended + Math.min((ended - began) * REST, MOST_REST_MS);
    this.latest = { info, memory, swarms, durations };
    return this.latest;
  }
}

async function durationsOf(store: Store): Promise<Map<string, Durations>> {
  const rows = await store.aggregate({
    relation: 'work',
    kinds: WORK_KINDS,
    statuses: ['completed'],
    known: 'durationMs',
    groupBy: ['swarm'],
    measures: [
      { as: 'count', fn: 'count' },
      { as: 'sum', fn: 'sum', field: 'durationMs' },
      ...DURATION_BOUNDS.map((bound, index) => ({
        as: `b${index}`,
        fn: 'countUpTo' as const,
        field: 'durationMs' as const,
        bound: bound * 1000,
      })),
    ],
  });
  return new Map(
    rows.flatMap(({ group, values }) =>
      typeof group['swarm'] === 'string'
        ? [
            [
              group['swarm'],
              {
                upTo: DURATION_BOUNDS.map((_, index) => values[`b${index}`] ?? 0),
                count: values['count'] ?? 0,
                sum: (values['sum'] ?? 0) / 1000,
              },
            ] as const,
          ]
        : []
    )
  );
}
