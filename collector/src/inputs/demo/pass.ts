import { UNASSIGNED_SWARM, type IngestRecord, type SwarmRecord } from '../../../../src/core/metrics/records.ts';
import type { Recording } from './recording.ts';

export interface Pass {
  number: number;
  /** When the recording's first event happens in this pass, epoch ms. */
  startsAt: number;
}

/**
 * The recording as if it happened in this pass: times moved, and every id its own, so that two passes are two sets of
 * swarms and never one with twice the tasks. Host samples stay out: they were measured on another machine.
 */
export function recordsOfPass(recording: Recording, { number, startsAt }: Pass): IngestRecord[] {
  const shift = startsAt - recording.from;
  const names = swarmNames(recording.records, number);
  return recording.records.flatMap((record) =>
    record.type === 'sample' && record.swarmId === UNASSIGNED_SWARM ? [] : [move(record, number, shift, names)]
  );
}

/** `demo-<topology>-<pass>`, or `demo-<place>-<pass>` for a swarm without a topology. */
function swarmNames(records: readonly IngestRecord[], number: number): Map<string, string> {
  const swarms = records.filter((record): record is SwarmRecord => record.type === 'swarm');
  return new Map(swarms.map((swarm, place) => [swarm.swarmId, `demo-${swarm.topology ?? place + 1}-${number}`]));
}

function move(record: IngestRecord, number: number, shift: number, names: ReadonlyMap<string, string>): IngestRecord {
  const own = {
    id: `demo-${number}|${record.id}`,
    scope: `demo-${number}`,
    swarmId: names.get(record.swarmId) ?? record.swarmId,
  };
  const later = (time: number | undefined) => (time === undefined ? undefined : time + shift);
  switch (record.type) {
    case 'task':
      return {
        ...record,
        ...own,
        factId: `demo-${number}|${record.factId}`,
        createdAt: later(record.createdAt),
        startedAt: later(record.startedAt),
        endedAt: record.endedAt + shift,
      };
    case 'sample':
      return { ...record, ...own, timestamp: record.timestamp + shift };
    case 'swarm':
      return { ...record, ...own, createdAt: later(record.createdAt), observedAt: record.observedAt + shift };
    case 'agent':
      return { ...record, ...own, createdAt: later(record.createdAt), observedAt: startsAtOf(record.createdAt, shift) };
  }
}

/** An agent of the recording was seen when its file was copied; in a pass it is seen when it is made. */
function startsAtOf(createdAt: number | undefined, shift: number): number {
  return (createdAt ?? 0) + shift;
}
