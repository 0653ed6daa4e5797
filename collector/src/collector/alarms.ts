import { WORK_KINDS, type IngestRecord, type TaskRecord } from '../../../src/core/metrics/records.ts';

/** From here on the guide calls an error rate and a use of memory high. */
export const HIGH_ERROR_RATE = 0.1;
export const HIGH_MEMORY_USAGE = 0.9;

/** What ended longer ago, in event time, says nothing of now: a back-fill raises no alarm. */
const RECENT_MS = 5 * 60_000;
/** Fewer finished tasks than this say nothing of a rate. */
const LEAST_FINISHED = 10;
const MOST_UNITS = 1000;
const MOST_SWARMS = 1000;

export interface HighErrorRate {
  swarmId: string;
  /** failed / (failed + completed) of the last five minutes, or as the caller reported it. */
  errorRate: number;
  /** Finished tasks that it is computed of; absent when a caller reported it. */
  finished?: number;
  reported: boolean;
  timestamp: number;
}

export interface HighMemoryUsage {
  swarmId: string;
  agentId?: string;
  memoryUsage: number;
  timestamp: number;
}

interface Unit {
  at: number;
  failed: boolean;
  weight: number;
}

/** Watches what is stored. An alarm is raised when a limit is crossed, and again only after it was not crossed any more. */
export class Alarms {
  private readonly units = new Map<string, Map<string, Unit>>();
  private readonly raised = new Set<string>();

  constructor(
    private readonly onErrorRate: (alarm: HighErrorRate) => void,
    private readonly onMemory: (alarm: HighMemoryUsage) => void
  ) {}

  watch(records: readonly IngestRecord[], now: number): void {
    const touched = new Set<string>();
    for (const record of records) {
      if (record.type === 'task' && WORK_KINDS.includes(record.kind) && record.endedAt > now - RECENT_MS) {
        this.add(record);
        touched.add(record.swarmId);
      } else if (record.type === 'sample' && record.timestamp > now - RECENT_MS) {
        const { metricType, swarmId, agentId, value, timestamp } = record;
        const place = JSON.stringify([metricType, swarmId, agentId ?? null]);
        if (metricType === 'MEMORY_USAGE' && this.crosses(place, value > HIGH_MEMORY_USAGE)) {
          this.onMemory({ swarmId, ...(agentId === undefined ? {} : { agentId }), memoryUsage: value, timestamp });
        } else if (metricType === 'ERROR_RATE' && this.crosses(place, value > HIGH_ERROR_RATE)) {
          this.onErrorRate({ swarmId, errorRate: value, reported: true, timestamp });
        }
      }
    }
    touched.forEach((swarmId) => this.checkRate(swarmId, now));
  }

  private add({ swarmId, factId, endedAt, status, sampleRate }: TaskRecord): void {
    const units = this.units.get(swarmId) ?? new Map<string, Unit>();
    this.units.delete(swarmId);
    this.units.set(swarmId, units);
    if (status !== 'cancelled') {
      // Told by several sources it is one unit.
      units.set(factId, { at: endedAt, failed: status === 'failed', weight: 1 / (sampleRate ?? 1) });
    }
    dropFirst(units, MOST_UNITS);
    dropFirst(this.units, MOST_SWARMS);
  }

  private checkRate(swarmId: string, now: number): void {
    const recent = [...(this.units.get(swarmId)?.values() ?? [])].filter(({ at }) => at > now - RECENT_MS);
    const weight = (units: readonly Unit[]) => units.reduce((sum, unit) => sum + unit.weight, 0);
    const errorRate = weight(recent.filter(({ failed }) => failed)) / weight(recent);
    const known = recent.length >= LEAST_FINISHED;
    if (this.crosses(JSON.stringify([swarmId]), known && errorRate > HIGH_ERROR_RATE)) {
      this.onErrorRate({ swarmId, errorRate, finished: recent.length, reported: false, timestamp: now });
    }
  }

  private crosses(place: string, isHigh: boolean): boolean {
    const isNew = isHigh && !this.raised.has(place);
    if (isHigh) {
      this.raised.add(place);
    } else {
      this.raised.delete(place);
    }
    dropFirst(this.raised, MOST_SWARMS * 10);
    return isNew;
  }
}

/** Forgets the oldest entries beyond `most`. */
function dropFirst(entries: Map<string, unknown> | Set<string>, most: number): void {
  for (const key of entries.keys()) {
    if (entries.size <= most) {
      return;
    }
    entries.delete(key);
  }
}
