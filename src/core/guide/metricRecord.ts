import type { MetricType } from '../metrics/metricTypes.ts';
import type { Provenance } from '../metrics/provenance.ts';
import type { MetricCategory, MetricPriority, MetricSource } from '../metrics/records.ts';
import type { Unit } from '../metrics/units.ts';

/** The integration guide's metric record, with the provenance of its value. */
export interface MetricRecord {
  id: string;
  /** Epoch ms. */
  timestamp: number;
  swarmId: string;
  agentId?: string;
  metricType: MetricType;
  value: number;
  unit: Unit;
  tags: Record<string, string>;
  metadata: {
    source: MetricSource;
    priority: MetricPriority;
    category: MetricCategory;
    dimensions: string[];
    provenance: Provenance;
  };
}
