import { strings, numbers, type Notice, type Table } from '../../../src/core/frames/table.ts';
import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import { annotationsTable, type AnnotationEvent } from '../../../src/core/query/annotationsTable.ts';
import { DIMENSION_LABELS, type PerformanceQuery, type QueryWindow } from '../../../src/core/query/model.ts';
import type { Marker, MarkerRange } from '../state/markers.ts';
import type { Store } from '../store/store.ts';

/** After this long without a record a swarm counts as ended: no input tells of every end. */
const QUIET_MS = 10 * 60_000;

export interface AnnotationSources {
  /** Markers that people set; absent where there are none. */
  markers?: { list(range: MarkerRange): Marker[] };
  /** Epoch ms. */
  now: number;
  /** All tables of the `anomalies` query with the same fields. */
  anomalies: () => Promise<Table[]>;
}

/** Everything that a query of type `annotations` asks for, in one table. */
export async function annotations(
  store: Store,
  query: PerformanceQuery,
  window: QueryWindow,
  { markers, now, anomalies }: AnnotationSources,
  signal?: AbortSignal
): Promise<Table> {
  const wants = new Set(query.annotationsOf);
  const swarms =
    wants.has('swarmStart') || wants.has('swarmEnd')
      ? // Of all times: a swarm does not begin where the window does.
        await store.swarms({ swarms: query.swarms, filters: query.filters }, signal)
      : [];
  const tables = wants.has('incident') ? await anomalies() : [];
  const { from, to } = window;
  const marked = wants.has('marker') ? (markers?.list({ from, to, swarms: query.swarms }) ?? []) : [];
  return annotationsTable(
    [
      ...(wants.has('swarmStart') ? swarms.flatMap((swarm) => startOf(swarm, window)) : []),
      ...(wants.has('swarmEnd') ? swarms.flatMap((swarm) => endOf(swarm, window, now)) : []),
      ...tables.filter(({ name }) => name === 'incidents').flatMap((table) => incidentsOf(table, query)),
      ...marked.map(markerEvent),
    ],
    query.limit,
    unique(tables.flatMap(({ meta }) => meta.notices ?? []))
  );
}

function isWithin(time: number, { from, to }: QueryWindow): boolean {
  return (from === undefined || time >= from) && (to === undefined || time < to);
}

function startOf({ swarmId, topology, firstSeen }: SwarmSummary, window: QueryWindow): AnnotationEvent[] {
  return firstSeen !== undefined && isWithin(firstSeen, window)
    ? [
        {
          kind: 'swarmStart',
          time: firstSeen,
          title: `Swarm ${swarmId} first seen`,
          text: topology === undefined ? '' : `Topology: ${topology}`,
          tags: ['swarm', 'start'],
          swarmId,
        },
      ]
    : [];
}

function endOf(
  { swarmId, status, tasks, lastSeen }: SwarmSummary,
  window: QueryWindow,
  now: number
): AnnotationEvent[] {
  return lastSeen !== undefined && now - lastSeen >= QUIET_MS && isWithin(lastSeen, window)
    ? [
        {
          kind: 'swarmEnd',
          time: lastSeen,
          title: `Swarm ${swarmId} last seen`,
          text: [
            ...(status === undefined ? [] : [`Status: ${status}`]),
            `${tasks.total} tasks, ${tasks.failed} of them failed`,
          ].join('. '),
          tags: ['swarm', 'end'],
          swarmId,
        },
      ]
    : [];
}

function incidentsOf(table: Table, { metric }: PerformanceQuery): AnnotationEvent[] {
  const ends = numbers(table, 'timeEnd') ?? [];
  const column = (name: string) => strings(table, name) ?? [];
  const [titles, texts, severities, swarms] = ['title', 'text', 'severity', DIMENSION_LABELS.swarm].map(column);
  const labels = Object.values(DIMENSION_LABELS).map((label) => ({ label, values: column(label) }));
  return (numbers(table, 'time') ?? []).flatMap((time, row) => {
    if (time === null) {
      return [];
    }
    const where = labels.flatMap(({ label, values }) => (values[row] == null ? [] : [`${label}: ${values[row]}`]));
    const swarmId = swarms?.[row];
    return [
      {
        kind: 'incident' as const,
        time,
        ...(ends[row] == null ? {} : { timeEnd: ends[row] }),
        title: titles?.[row] ?? '',
        text: [...where, texts?.[row] ?? ''].join('\n'),
        tags: ['anomaly', severities?.[row] ?? '', metric].filter((tag) => tag !== ''),
        ...(swarmId == null ? {} : { swarmId }),
      },
    ];
  });
}

function markerEvent({ time, timeEnd, title, text, tags, swarms }: Marker): AnnotationEvent {
  const [only] = swarms.length === 1 ? swarms : [];
  return {
    kind: 'marker',
    time,
    ...(timeEnd === undefined ? {} : { timeEnd }),
    title,
    text,
    tags: ['marker', ...tags],
    ...(only === undefined ? {} : { swarmId: only }),
  };
}

/** Series of one query often say the same. */
function unique(notices: readonly Notice[]): Notice[] {
  return [...new Map(notices.map((notice) => [notice.text, notice])).values()];
}
