import { unitOf } from '../../../src/core/metrics/metricTypes.ts';
import type { IngestRecord, SampleRecord, TaskRecord } from '../../../src/core/metrics/records.ts';
import type { Rejection } from './account.ts';

/** A time further ahead than this is a wrong clock or a wrong unit, not skew. */
export const MOST_SKEW_MS = 10 * 60_000;
/** Before this no swarm ran: a time in seconds or minutes that was taken for milliseconds. */
const EARLIEST = Date.UTC(2015, 0, 1);
/** Beyond this a double no longer counts by ones, and sums of it overflow: no measured number, count or time is as large. */
const MOST_NUMBER = Number.MAX_SAFE_INTEGER;
/** A smaller share of a sample would let one record stand for more than anybody can have left out. */
const LEAST_SHARE = 1e-6;
/** Longest name, in UTF-16 units. */
export const MOST_NAME = 1024;

export type Checked = { ok: true; record: IngestRecord } | { ok: false; rejection: Rejection };

/**
 * The last gate before the store, the same for every input: finite numbers, plausible times, units, lengths. A time up to
 * ten minutes ahead is set to the time of receipt and marked; a negative duration is dropped, since clocks were moved.
 */
export function check(record: IngestRecord, now: number): Checked {
  const rejection = checkNames(record) ?? checkNumbers(record) ?? checkTimes(record, now) ?? checkUnit(record);
  return rejection ? { ok: false, rejection } : { ok: true, record: settle(record, now) };
}

export function timeOf(record: IngestRecord): number {
  switch (record.type) {
    case 'task':
      return record.endedAt;
    case 'sample':
      return record.timestamp;
    case 'swarm':
    case 'agent':
      return record.observedAt;
  }
}

function checkNames(record: IngestRecord): Rejection | undefined {
  if (record.id === '' || record.swarmId === '') {
    return { reason: 'malformed', message: 'a record needs an id and a swarm' };
  }
  const texts = Object.entries(record.type === 'sample' ? { ...record, ...record.tags } : record);
  const long = texts.find(([, value]) => typeof value === 'string' && value.length > MOST_NAME);
  return (
    long && {
      reason: 'name_too_long',
      message: `${long[0]} has ${String(long[1]).length} characters, at most ${MOST_NAME} are kept`,
    }
  );
}

function checkNumbers(record: IngestRecord): Rejection | undefined {
  const numbers: Array<[string, number | undefined]> = Object.entries(record).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number'
  );
  if (record.type === 'task') {
    numbers.push(...Object.entries(record.tokens ?? {}));
  }
  const infinite = numbers.find(([, value]) => value !== undefined && !Number.isFinite(value));
  if (infinite) {
    return { reason: 'not_finite', message: `${infinite[0]} is not a finite number` };
  }
  const huge = numbers.find(([, value]) => value !== undefined && Math.abs(value) > MOST_NUMBER);
  if (huge) {
    return { reason: 'wrong_unit', message: `${huge[0]} is beyond ${MOST_NUMBER}: nothing measured is as large` };
  }
  const rate = record.type === 'task' || record.type === 'sample' ? record.sampleRate : undefined;
  if (rate !== undefined && !(rate >= LEAST_SHARE && rate <= 1)) {
    return { reason: 'malformed', message: `sampleRate is a share from ${LEAST_SHARE} to 1` };
  }
  const negative = numbers.find(([name, value]) => value !== undefined && value < 0 && name !== 'durationMs');
  return negative && { reason: 'negative', message: `${negative[0]} is negative` };
}

function checkTimes(record: IngestRecord, now: number): Rejection | undefined {
  const others: Array<[string, number | undefined]> = [
    ['createdAt', 'createdAt' in record ? record.createdAt : undefined],
    ['startedAt', 'startedAt' in record ? record.startedAt : undefined],
  ];
  const times: Array<[string, number | undefined]> = [['its time', timeOf(record)], ...others];
  for (const [name, time] of times) {
    if (time !== undefined && time > now + MOST_SKEW_MS) {
      return {
        reason: 'future',
        message: `${name} lies ${Math.round((time - now) / 60_000)} minutes ahead of this machine's clock; check clock and unit (epoch ms)`,
      };
    }
    if (time !== undefined && time < EARLIEST) {
      return { reason: 'wrong_unit', message: `${name} is before 2015: send epoch milliseconds` };
    }
  }
  return undefined;
}

function checkUnit(record: IngestRecord): Rejection | undefined {
  if (record.type !== 'sample') {
    return undefined;
  }
  const unit = unitOf(record.metricType) ?? record.unit;
  if (record.unit !== unit) {
    return { reason: 'wrong_unit', message: `${record.metricType} is kept in "${unit}", not "${record.unit}"` };
  }
  return unit === 'ratio' && record.value > 1
    ? { reason: 'wrong_unit', message: `${record.metricType} is a ratio from 0 to 1, got ${record.value}` }
    : undefined;
}

function settle(record: IngestRecord, now: number): IngestRecord {
  switch (record.type) {
    case 'task':
      return settleTask(record, now);
    case 'sample':
      return record.timestamp > now ? settleSample(record, now) : record;
    case 'swarm':
    case 'agent':
      return record.observedAt > now ? { ...record, observedAt: now } : record;
  }
}

function settleTask(task: TaskRecord, now: number): TaskRecord {
  const { durationMs, ...rest } = task;
  const timed = durationMs !== undefined && durationMs >= 0 ? { ...rest, durationMs } : rest;
  return task.endedAt > now ? { ...timed, endedAt: now, endedAtProvenance: 'estimated' } : timed;
}

function settleSample(sample: SampleRecord, now: number): SampleRecord {
  return { ...sample, timestamp: now, tags: { ...sample.tags, skew: 'true' } };
}
