import { collectDefaultMetrics } from 'prom-client';
import { registryFor, type AnyRegistry } from './families.ts';

/** The default metrics of prom-client that call a gauge `_total`, which Prometheus' own linter refuses. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

const REGISTRIES = new Map<boolean, AnyRegistry>();

/** Metrics of this process. Once a process: their observers of collections and delays can't be taken away again. */
export function processMetrics(openMetrics: boolean): AnyRegistry {
  const there = REGISTRIES.get(openMetrics);
  if (there) {
    return there;
  }
  const registry = registryFor(openMetrics);
  collectDefaultMetrics({ register: registry });
  MISNAMED.forEach((name) => registry.removeSingleMetric(name));
  REGISTRIES.set(openMetrics, registry);
  return registry;
}
