import type { ServiceState } from './query/serviceState.ts';
import type { PerformanceSystem } from './system.ts';
import { VERSION } from './version.ts';

/** What health queries tell of a running system. Nothing is looked up before it is asked for. */
export function stateOf(system: PerformanceSystem): ServiceState {
  return {
    now: Date.now(),
    inputs: () => system.inputs(),
    sinks: () => [],
    collector: async () => {
      const { tasks, steps, samples } = await system.store.info();
      const { state, isDemo, startedAt } = system;
      return { version: VERSION, state, isDemo, startedAt, backlog: system.ingestor.backlog, tasks, steps, samples };
    },
  };
}
