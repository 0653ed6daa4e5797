import { stat } from 'node:fs/promises';
import { REJECT_REASONS, type InputState, type InputStatus } from '../ingest/account.ts';
import type { PerformanceSystem } from '../system.ts';
import { VERSION } from '../version.ts';
import type { Families, Point } from './families.ts';
import type { StoreTotals } from './swarmTotals.ts';

const STATES: readonly InputState[] = ['starting', 'waiting', 'ok', 'degraded'];

export function serviceFamilies(families: Families, system: PerformanceSystem): void {
  const one = (value: number): Point[] => [{ labels: {}, value }];
  families.gauge('claude_flow_perf_build_info', 'Version of the collector; always 1.', [
    { labels: { version: VERSION }, value: 1 },
  ]);
  families.gauge('claude_flow_perf_ready', '1 when every configured input has been read once.', [
    ...one(system.state === 'ready' ? 1 : 0),
  ]);
  families.gauge(
    'claude_flow_perf_demo',
    '1 while the demo recording is shown; its swarms are never in these metrics.',
    one(system.isDemo ? 1 : 0)
  );
  families.gauge(
    'claude_flow_perf_ingest_backlog_records',
    'Records that wait for the store.',
    one(system.ingestor.backlog)
  );
  families.counter(
    'claude_flow_perf_checks_total',
    'Round-trip checks that were received; nothing of them is stored.',
    one(system.otlpChecks.count)
  );
  families.counter(
    'claude_flow_perf_query_answers_total',
    'Questions that the store alone can answer: computed, shared with others who asked meanwhile, or kept from before.',
    Object.entries(system.answers.counts).map(([source, value]) => ({ labels: { source }, value }))
  );
}

/** Books of every input. received = stored + duplicates + the sum of rejected. */
export function inputFamilies(families: Families, statuses: readonly InputStatus[]): void {
  const each = (points: (input: InputStatus, labels: { input: string; kind: string }) => Point[]) =>
    statuses.flatMap((input) => points(input, { input: input.id, kind: input.kind }));
  families.gauge(
    'claude_flow_perf_input_state',
    '1 for the state that an input is in, 0 for the others.',
    each(({ state }, labels) =>
      STATES.map((name) => ({ labels: { ...labels, state: name }, value: name === state ? 1 : 0 }))
    )
  );
  families.gauge(
    'claude_flow_perf_input_last_event_timestamp_seconds',
    'Event time of the newest record; absent before the first.',
    each(({ lastEventAt }, labels) => (lastEventAt === undefined ? [] : [{ labels, value: lastEventAt / 1000 }]))
  );
  families.gauge(
    'claude_flow_perf_input_backfill_ratio',
    'How much of a back-fill is read; absent when there is none.',
    each(({ progress }, labels) => (progress === undefined ? [] : [{ labels, value: progress }]))
  );
  for (const [field, help] of [
    ['received', 'Records that came in since the start.'],
    ['stored', 'Records that were stored.'],
    ['duplicates', 'Records that were known already.'],
    ['ignored', 'Items that measure nothing that is kept.'],
  ] as const) {
    families.counter(
      `claude_flow_perf_input_${field}_total`,
      help,
      each(({ counts }, labels) => [{ labels, value: counts[field] }])
    );
  }
  families.counter(
    'claude_flow_perf_input_rejected_total',
    'Records that were refused, by reason.',
    each(({ counts }, labels) =>
      // Also those at 0: a counter that is born at 1 hides its first event from increase().
      REJECT_REASONS.map((reason) => ({ labels: { ...labels, reason }, value: counts.rejected[reason] ?? 0 }))
    )
  );
}

export async function storeFamilies(families: Families, file: string, totals: StoreTotals | undefined): Promise<void> {
  if (totals) {
    families.gauge(
      'claude_flow_perf_store_records',
      'What is stored; a unit that several sources tell of counts once.',
      [
        { labels: { kind: 'task' }, value: totals.info.tasks },
        { labels: { kind: 'step' }, value: totals.info.steps },
        { labels: { kind: 'sample' }, value: totals.info.samples },
      ]
    );
    families.gauge('claude_flow_perf_store_memory_bytes', 'Memory that the store engine holds.', [
      { labels: {}, value: totals.memory },
    ]);
  }
  const [data, log] = await Promise.all([sizeOf(file), sizeOf(`${file}.wal`)]);
  families.gauge('claude_flow_perf_store_file_bytes', 'Bytes on disk.', [
    ...(data === undefined ? [] : [{ labels: { file: 'data' }, value: data }]),
    // Without a log everything is in the file itself.
    { labels: { file: 'log' }, value: log ?? 0 },
  ]);
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}
