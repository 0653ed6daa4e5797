import { array, finite, object, string, time } from '../narrow.ts';
import type { FlowAgent, FlowSwarm } from './registry.ts';

export interface Hive {
  swarm: FlowSwarm;
  queen?: FlowAgent;
}

/**
 * The hive-mind of `hive-mind/state.json`; undefined when the value is none, or one that was never initialised. It is named
 * by its time of creation, as claude-flow's own status names it. `hiveToken` is a secret; it, the votes and the shared
 * memory are not read.
 */
export function parseHive(value: unknown): Hive | undefined {
  const hive = object(value);
  const createdAt = time(hive?.['createdAt']);
  const workers = array(hive?.['workers'])?.flatMap((worker) => idOf(worker) ?? []);
  if (!hive || createdAt === undefined || !workers || hive['initialized'] !== true) {
    return undefined;
  }
  const queenId = idOf(hive['queen']);
  const queen: FlowAgent | undefined =
    queenId === undefined
      ? undefined
      : { agentId: queenId, agentType: 'queen', createdAt: time(object(hive['queen'])?.['electedAt']) };
  return {
    swarm: {
      swarmId: `hive-${createdAt}`,
      topology: string(hive['topology']),
      status: 'active',
      agents: [...new Set([...(queenId === undefined ? [] : [queenId]), ...workers])],
      createdAt,
      updatedAt: time(hive['updatedAt']),
    },
    ...(queen ? { queen } : {}),
  };
}

/**
 * The swarm of `.swarm/state.json`, as `swarm init` and `swarm start` of the command line write it; undefined when the value
 * names none. Its `agents` is a plan, not a count, and is not read; neither is the objective.
 */
export function parseCliSwarm(value: unknown): FlowSwarm | undefined {
  const state = object(value);
  const swarmId = string(state?.['id']) ?? string(state?.['swarmId']);
  return state && swarmId !== undefined
    ? {
        swarmId,
        topology: string(state['topology']),
        strategy: string(state['strategy']),
        status: string(state['status']),
        maxAgents: finite(state['maxAgents']),
        createdAt: time(state['initializedAt']) ?? time(state['startedAt']),
      }
    : undefined;
}

function idOf(value: unknown): string | undefined {
  return string(value) ?? string(object(value)?.['agentId']) ?? string(object(value)?.['id']);
}
