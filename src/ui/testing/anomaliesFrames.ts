import type { DataFrame } from '@grafana/data';
import { anomaliesOf, forecastsOf } from '../../core/query/analyseTables.ts';
import type { SeriesColumn } from '../../core/query/seriesColumns.ts';
import { toFrame } from './toFrame.ts';

const STEP_MS = 60_000;
const START = Date.UTC(2026, 0, 1);
/** Where a series has a value far above the others. */
export const SPIKE = 150;

/** 200 values around 100 with an outburst, one a minute: the same ones every time. */
export function spiky(swarm: string): SeriesColumn {
  const values = Array.from({ length: 200 }, (_, row) => 100 + ((row * 7919) % 13) + (row === SPIKE ? 400 : 0));
  return {
    id: 'task_duration',
    name: swarm,
    labels: { swarm_id: swarm },
    config: { unit: 'ms', displayNameFromDS: swarm },
    times: values.map((_, row) => START + row * STEP_MS),
    values,
  };
}

/** The frames of an `anomalies` query, made by the code that the service makes them with. */
export function anomaliesFrames(swarms: readonly string[], refId = 'A'): DataFrame[] {
  return anomaliesOf(
    swarms.map(spiky),
    {},
    { subject: { id: 'task_duration', name: 'Task duration', unit: 'ms' }, labelNames: ['swarm_id'] }
  ).map((table) => toFrame(table, refId));
}

/** The frames of a `forecast` query for the same series. */
export function forecastFrames(swarms: readonly string[], refId = 'B'): DataFrame[] {
  return forecastsOf(swarms.map(spiky), { threshold: 50, horizon: { points: 10 } }).map((table) =>
    toFrame(table, refId)
  );
}
