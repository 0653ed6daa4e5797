import { finiteOrNull, type Column, type ColumnConfig, type Table } from '../frames/table.ts';
import { numberTable } from './numberTable.ts';

/** State of one input, as health queries read it. */
export interface InputHealth {
  id: string;
  kind: string;
  state: string;
  reason?: string;
  /** Event time of its newest record, epoch ms. */
  lastEventAt?: number;
  counts: { received: number; stored: number; duplicates: number; ignored: number; rejected: Record<string, number> };
}

/** State of one sink: a place that records or messages are sent on to. */
export interface SinkHealth {
  id: string;
  kind: string;
  /** Whether the last try failed. */
  failing: boolean;
}

export interface CollectorHealth {
  version: string;
  state: string;
  isDemo: boolean;
  /** Epoch ms. */
  startedAt: number;
  /** Records that wait for the store. */
  backlog: number;
  tasks: number;
  steps: number;
  samples: number;
}

const PLACE = ['input', 'input_kind'] as const;

/** Seconds since the newest record of each input, by event time; one that told of nothing since the start has no row. */
export function inputSilenceTable(inputs: readonly InputHealth[], now: number): Table {
  return numberTable({
    name: 'input_silence',
    labelNames: PLACE,
    rows: inputs.flatMap(({ id, kind, lastEventAt }) =>
      lastEventAt === undefined
        ? []
        : [{ labels: { input: id, input_kind: kind }, value: Math.max(0, (now - lastEventAt) / 1000) }]
    ),
    config: { displayName: 'Since the newest record', unit: 's' },
  });
}

/** 1 for an input that says what it lacks, 0 for one that works. */
export function inputFailingTable(inputs: readonly InputHealth[]): Table {
  return numberTable({
    name: 'input_failing',
    labelNames: PLACE,
    rows: inputs.map(({ id, kind, state }) => ({
      labels: { input: id, input_kind: kind },
      value: state === 'degraded' ? 1 : 0,
    })),
    config: { displayName: 'Failing', decimals: 0 },
  });
}

/** 1 for a sink whose last try failed, 0 for one that takes what it is sent. */
export function sinkFailingTable(sinks: readonly SinkHealth[]): Table {
  return numberTable({
    name: 'sink_failing',
    labelNames: ['sink', 'sink_kind'],
    rows: sinks.map(({ id, kind, failing }) => ({ labels: { sink: id, sink_kind: kind }, value: failing ? 1 : 0 })),
    config: { displayName: 'Failing', decimals: 0 },
  });
}

/** One row an input: its state, why, and its books since the start (received = stored + duplicates + rejected). */
export function inputsTable(inputs: readonly InputHealth[]): Table {
  const text = (name: string, displayName: string, of: (input: InputHealth) => string | undefined): Column => ({
    name,
    type: 'string',
    config: { displayName },
    values: inputs.map((input) => of(input) ?? null),
  });
  const count = (name: string, displayName: string, of: (input: InputHealth) => number): Column => ({
    name,
    type: 'number',
    config: { displayName, decimals: 0 },
    values: inputs.map((input) => finiteOrNull(of(input))),
  });
  return {
    name: 'inputs',
    meta: { kind: 'table', preferredVisualisationType: 'table' },
    columns: [
      text('input', 'Input', ({ id }) => id),
      text('input_kind', 'Kind', ({ kind }) => kind),
      text('state', 'State', ({ state }) => state),
      text('reason', 'Reason', ({ reason }) => reason),
      {
        name: 'last_event',
        type: 'time',
        config: { displayName: 'Newest record' },
        values: inputs.map(({ lastEventAt }) => lastEventAt ?? null),
      },
      count('received', 'Received', ({ counts }) => counts.received),
      count('stored', 'Stored', ({ counts }) => counts.stored),
      count('duplicates', 'Known already', ({ counts }) => counts.duplicates),
      count('rejected', 'Refused', ({ counts }) => Object.values(counts.rejected).reduce((sum, n) => sum + n, 0)),
      count('ignored', 'Measures nothing', ({ counts }) => counts.ignored),
    ],
  };
}

/** One row: the collector itself. */
export function collectorTable(health: CollectorHealth): Table {
  const number = (name: string, config: ColumnConfig, value: number): Column => ({
    name,
    type: 'number',
    config,
    values: [finiteOrNull(value)],
  });
  const text = (name: string, displayName: string, value: string): Column => ({
    name,
    type: 'string',
    config: { displayName },
    values: [value],
  });
  const { version, state, isDemo, startedAt, backlog, tasks, steps, samples } = health;
  return {
    name: 'collector',
    meta: { kind: 'table', preferredVisualisationType: 'table' },
    columns: [
      text('version', 'Version', version),
      text('state', 'State', state),
      text('data', 'Data', isDemo ? 'demo recording' : 'real'),
      { name: 'started', type: 'time', config: { displayName: 'Started' }, values: [startedAt] },
      number('backlog', { displayName: 'Waiting for the store', decimals: 0 }, backlog),
      number('tasks', { displayName: 'Tasks', decimals: 0 }, tasks),
      number('steps', { displayName: 'Requests and tool calls', decimals: 0 }, steps),
      number('samples', { displayName: 'Samples', decimals: 0 }, samples),
    ],
  };
}
