import { sampleMetric, workMetric, type MetricRecord } from '../../../src/core/guide/metricRecord.ts';
import type { Store } from '../store/store.ts';

/** What is stored of a swarm as the guide's metric records, newest first, at most `limit`. `cut`: there are more. */
export async function metricRecords(
  store: Store,
  swarmId: string,
  window: { from: number; to: number },
  limit: number,
  signal?: AbortSignal
): Promise<{ records: MetricRecord[]; cut: boolean }> {
  const selection = { swarms: [swarmId], ...window, limit: limit + 1 };
  const [tasks, samples] = await Promise.all([
    store.tasks({ ...selection, known: 'durationMs' }, signal),
    store.samples(selection, signal),
  ]);
  const records = [
    ...tasks.flatMap((task) => workMetric(withoutNulls(task)) ?? []),
    ...samples.map((sample) => sampleMetric(withoutNulls(sample))),
  ].sort((a, b) => b.timestamp - a.timestamp);
  return { records: records.slice(0, limit), cut: records.length > limit };
}

type NullToAbsent<T> = { [K in keyof T]: null extends T[K] ? Exclude<T[K], null> | undefined : T[K] };

/** The store says null, records leave the field out. */
function withoutNulls<T extends object>(row: T): NullToAbsent<T> {
  const entries = Object.entries(row).map(([name, value]) => [name, value ?? undefined]);
  return Object.fromEntries(entries) as NullToAbsent<T>;
}
