import type { MetricName } from '../../../src/core/metrics/metricTypes.ts';
import type { Provenance } from '../../../src/core/metrics/provenance.ts';
import type { SampleRecord, SourceId, TaskKind, TaskStatus } from '../../../src/core/metrics/records.ts';
import type { Dimension, QueryFilter } from '../../../src/core/query/model.ts';
import type { Selection } from '../../../src/core/query/plan.ts';
import type { Unit } from '../../../src/core/metrics/units.ts';

export interface TaskSelection {
  kinds?: readonly TaskKind[];
  /** Leaves out work whose duration nobody measured. */
  known?: 'durationMs';
  swarms?: readonly string[];
  filters?: readonly QueryFilter[];
  from?: number;
  to?: number;
  /** Newest first; at most this many. */
  limit: number;
}

/** One finished unit of work as the store gives it back. Times are epoch ms; null is "not known". */
export interface StoredTask {
  id: string;
  kind: TaskKind;
  swarmId: string;
  agentId: string | null;
  agentType: string | null;
  taskType: string | null;
  status: TaskStatus;
  createdAt: number | null;
  startedAt: number | null;
  endedAt: number;
  durationMs: number | null;
  provenance: Provenance;
  endedAtProvenance: Provenance;
  tokensInput: number | null;
  tokensOutput: number | null;
  tokensCacheRead: number | null;
  tokensCacheCreation: number | null;
  costUsd: number | null;
  model: string | null;
  errorClass: string | null;
  sampleRate: number | null;
  source: SourceId;
}

export interface SampleSelection {
  swarms?: readonly string[];
  from?: number;
  to?: number;
  /** Newest first; at most this many. */
  limit: number;
}

export interface StoredSample {
  id: string;
  timestamp: number;
  swarmId: string;
  agentId: string | null;
  metricType: MetricName;
  value: number;
  unit: Unit;
  model: string | null;
  tags: Record<string, string>;
  metadata: SampleRecord['metadata'];
  provenance: Provenance;
  sampleRate: number | null;
  source: SourceId;
}

/** Asks for the values that a dimension has in what is selected. */
export interface ValuesSelection {
  dimension: Dimension;
  swarms?: readonly string[];
  filters?: readonly QueryFilter[];
  from?: number;
  to?: number;
  /** Only values that contain this text, in any case. */
  search?: string;
  /** At most this many, in the order of their text. */
  limit: number;
}

/** Rows whose presence is asked for. */
export type PresenceSelection = Pick<
  Selection,
  'relation' | 'kinds' | 'statuses' | 'metricType' | 'known' | 'outcomes'
>;
