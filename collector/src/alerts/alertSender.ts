import type { Anomaly } from '../../../src/core/guide/analysisTypes.ts';
import { formatTime } from '../../../src/core/report/format.ts';
import type { IngestRecord } from '../../../src/core/metrics/records.ts';
import type { Envelope } from '../deliver/deliveryEngine.ts';
import type { Message } from '../deliver/message.ts';
import type { Logger } from '../log.ts';
import { analyseSwarm } from '../query/analysisResult.ts';
import type { Ticking } from '../schedule/ticker.ts';
import type { Notes } from '../state/notes.ts';
import type { Store } from '../store/store.ts';

/** Time from one look to the next; what is stored meanwhile is looked at together. */
const EVERY_MS = 60_000;
/** What is older, in event time, says nothing of now: a back-fill raises no alert. */
const RECENT_MS = 30 * 60_000;
/** Deviations of one metric that lie closer are one incident. */
const SAME_INCIDENT_MS = 3_600_000;
const FORGET_MS = 7 * 24 * 3_600_000;
/** Each swarm costs some twenty queries. */
const MOST_SWARMS = 20;
const NOTES = 'alerts';

export interface AlertParts {
  store(): Store;
  notes: Notes;
  /** Puts the message into the outbox; durable when it resolves. */
  put(envelope: Omit<Envelope, 'recipients'>, message: Message): Promise<void>;
  link?: string;
  log: Logger;
  clock?: () => number;
}

interface Incident {
  key: string;
  anomaly: Anomaly;
}

/**
 * The integration guide's alerts for people without Grafana: critical anomalies of swarms that are at work, once an incident, also
 * across restarts.
 */
export class AlertSender implements Ticking {
  onChange: () => void = () => undefined;
  private readonly touched = new Set<string>();
  private readonly clock: () => number;
  private lookAt = 0;

  constructor(private readonly parts: AlertParts) {
    this.clock = parts.clock ?? Date.now;
  }

  /** Something was stored: its swarms are looked at next time. */
  stored(records: readonly IngestRecord[]): void {
    const isIdle = this.touched.size === 0;
    const oldest = this.clock() - RECENT_MS;
    for (const record of records) {
      if (record.type === 'task' && record.endedAt > oldest) {
        this.touched.add(record.swarmId);
      }
    }
    if (isIdle && this.touched.size > 0) {
      this.onChange();
    }
  }

  async tick(): Promise<void> {
    const now = this.clock();
    if (this.touched.size === 0 || now < this.lookAt) {
      return;
    }
    this.lookAt = now + EVERY_MS;
    for (const swarmId of [...this.touched].slice(0, MOST_SWARMS)) {
      this.touched.delete(swarmId);
      try {
        await this.look(swarmId, now);
      } catch (error) {
        this.parts.log.error({ error: error instanceof Error ? error.message : String(error) }, 'no look for alerts');
      }
    }
  }

  nextWakeAt(): number | undefined {
    return this.touched.size > 0 ? this.lookAt : undefined;
  }

  private async look(swarmId: string, now: number): Promise<void> {
    const { analysis } = await analyseSwarm(this.parts.store(), { swarmId, now, statistics: false });
    const found = analysis.anomalies
      .filter(({ severity, window }) => severity === 'critical' && window.to > now - RECENT_MS)
      .map((anomaly): Incident => ({ key: JSON.stringify([swarmId, anomaly.metricType]), anomaly }));
    const ends = this.endsOfTold(now);
    const fresh = found.filter(
      ({ key, anomaly }) => anomaly.window.from > (ends.get(key) ?? -Infinity) + SAME_INCIDENT_MS
    );
    if (fresh.length > 0) {
      const of = fresh.map(({ anomaly: { metricType, window } }) => [metricType, window.from]);
      await this.parts.put({ occasion: JSON.stringify(['alert', swarmId, of]) }, this.message(swarmId, fresh));
    }
    // Afterwards: what a crash leaves between the two is told again under the same id, and so not put in twice.
    const told = new Map<string, string>();
    for (const { key, anomaly } of found) {
      told.set(key, String(Math.max(anomaly.window.to, ends.get(key) ?? 0, Number(told.get(key) ?? 0))));
    }
    this.parts.notes.save(NOTES, told);
  }

  /** Until when the latest incident that was told of lasted, by swarm and metric. */
  private endsOfTold(now: number): Map<string, number> {
    const all = [...this.parts.notes.all(NOTES)].map(([key, note]) => [key, Number(note)] as const);
    const old = all.filter(([, end]) => end < now - FORGET_MS).map(([key]) => [key, null] as const);
    this.parts.notes.save(NOTES, new Map(old));
    return new Map(all);
  }

  private message(swarmId: string, incidents: readonly Incident[]): Message {
    const { link } = this.parts;
    return {
      title: 'Critical Performance Issues Detected',
      subtitle: `Swarm: ${swarmId}`,
      tone: 'bad',
      facts: [],
      lines: incidents.flatMap(({ anomaly: { metricType, description, timestamp, possibleCauses } }) => [
        `${metricType}, ${formatTime(timestamp)}: ${description}`,
        ...possibleCauses,
      ]),
      ...(link === undefined ? {} : { link }),
    };
  }
}
