import type { Reporting } from '../schedule/reporting.ts';
import type { Families, Point } from './families.ts';

/** Scheduled runs and deliveries, counted since the start; every label set is there from the start. */
export function reportingFamilies(families: Families, reporting: Reporting): void {
  const { scheduler, deliveries } = reporting;
  const { attempts, outcomes } = deliveries.counts.read();
  const points = (counts: typeof attempts): Point[] =>
    counts.map(({ kind, outcome, value }) => ({ labels: { kind, outcome }, value }));
  families.counter(
    'claude_flow_perf_deliveries_total',
    'Messages to recipients by what became of them; dead is given up, and waits for a person.',
    points(outcomes)
  );
  families.counter(
    'claude_flow_perf_delivery_attempts_total',
    'Tries to deliver; one that failed is made again unless that can’t help.',
    points(attempts)
  );
  families.counter('claude_flow_perf_schedule_runs_total', 'Runs of schedules by what became of them.', [
    ...Object.entries(scheduler.counts).map(([outcome, value]) => ({ labels: { outcome }, value })),
  ]);
  families.gauge('claude_flow_perf_schedules', 'Schedules that are there.', [
    { labels: {}, value: scheduler.list().length },
  ]);
  const open = reporting.openDeliveries();
  families.gauge(
    'claude_flow_perf_deliveries_waiting',
    'Messages that have not been taken yet, those that are tried again too.',
    [{ labels: {}, value: open.count }]
  );
  families.gauge(
    'claude_flow_perf_delivery_oldest_waiting_seconds',
    'Age of the oldest of them; 0 when there is none.',
    [{ labels: {}, value: open.ageMs / 1000 }]
  );
}
