import type { CollectorHealth, InputHealth, SinkHealth } from '../../../src/core/query/healthTables.ts';

/** What health queries tell of the service that answers them. */
export interface ServiceState {
  /** Epoch ms. */
  now: number;
  inputs(): readonly InputHealth[];
  sinks(): readonly SinkHealth[];
  collector(): Promise<CollectorHealth>;
}
