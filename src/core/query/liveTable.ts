import { strings, type Column, type Table } from '../frames/table.ts';

/**
 * State of one swarm at one time, for streams: a time series of one row, to which the rows of later states are added. Every
 * column is there each time, whatever has been measured so far.
 * @param swarm answer of a `swarms` query with one row
 * @param time epoch ms at which this was the state
 */
export function liveTable(swarm: Table, time: number): Table {
  const name = strings(swarm, 'swarm_id')?.[0];
  const labelled = typeof name === 'string' ? { labels: { swarm_id: name } } : {};
  const measured = swarm.columns.filter((column) => column.type === 'number');
  return {
    name: 'live',
    meta: { kind: 'timeseries-wide' },
    columns: [timeColumn(time), ...measured.map((column): Column => ({ ...column, ...labelled }))],
  };
}

/** Tells that something was stored: the number is another one then. */
export function revisionTable(revision: number, time: number): Table {
  return {
    name: 'live',
    meta: { kind: 'timeseries-wide' },
    columns: [
      timeColumn(time),
      { name: 'revision', type: 'number', config: { displayName: 'Revision', unit: 'none' }, values: [revision] },
    ],
  };
}

function timeColumn(time: number): Column {
  return { name: 'time', type: 'time', config: { displayName: 'Time' }, values: [time] };
}
