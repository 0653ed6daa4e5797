import type { Notice, Table } from '../frames/table.ts';
import type { AnnotationKind } from './model.ts';

/** Something that happened at a time, or from one time to another. Times are epoch ms. */
export interface AnnotationEvent {
  kind: AnnotationKind;
  time: number;
  timeEnd?: number;
  title: string;
  text: string;
  tags: readonly string[];
  swarmId?: string;
}

/**
 * One row an event in the order of time, with the columns that Grafana reads annotations from. Texts are plain: whoever
 * shows them escapes them. Of more than `limit` events the newest are kept, and a notice says so.
 */
export function annotationsTable(events: readonly AnnotationEvent[], limit: number, notices: Notice[] = []): Table {
  const ordered = [...events].sort((a, b) => a.time - b.time || (a.title < b.title ? -1 : 1));
  const shown = ordered.slice(-limit);
  const cut: Notice[] =
    shown.length < ordered.length
      ? [
          {
            severity: 'warning',
            text: `Only the newest ${limit} of ${ordered.length} are shown: narrow the time range or raise "limit".`,
          },
        ]
      : [];
  const all = [...notices, ...cut];
  return {
    name: 'annotations',
    meta: { kind: 'table', ...(all.length > 0 ? { notices: all } : {}) },
    columns: [
      { name: 'time', type: 'time', config: { displayName: 'Start' }, values: shown.map(({ time }) => time) },
      {
        name: 'timeEnd',
        type: 'time',
        config: { displayName: 'End' },
        values: shown.map(({ timeEnd }) => timeEnd ?? null),
      },
      { name: 'title', type: 'string', config: { displayName: 'Title' }, values: shown.map(({ title }) => title) },
      { name: 'text', type: 'string', config: { displayName: 'Text' }, values: shown.map(({ text }) => text) },
      {
        name: 'tags',
        type: 'string',
        config: { displayName: 'Tags' },
        // Grafana splits them at commas.
        values: shown.map(({ tags }) => tags.map((tag) => tag.replaceAll(',', ' ')).join(',')),
      },
      { name: 'kind', type: 'string', config: { displayName: 'Kind' }, values: shown.map(({ kind }) => kind) },
      { name: 'swarm_id', type: 'string', values: shown.map(({ swarmId }) => swarmId ?? null) },
    ],
  };
}
