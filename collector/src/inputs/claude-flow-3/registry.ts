import { createHash } from 'node:crypto';
import { UNASSIGNED_SWARM, type AgentRecord, type SwarmRecord } from '../../../../src/core/metrics/records.ts';
import { array, entries, finite, object, string, time } from '../narrow.ts';
import type { Hive } from './hive.ts';

export interface FlowSwarm {
  swarmId: string;
  topology?: string;
  strategy?: string;
  status?: string;
  maxAgents?: number;
  /** Absent when the file that tells of the swarm does not list its agents. */
  agents?: string[];
  createdAt?: number;
  updatedAt?: number;
}

export interface FlowAgent {
  agentId: string;
  agentType?: string;
  model?: string;
  createdAt?: number;
}

/**
 * Which agents and swarms a project has ever had, as far as we have seen. It only grows: claude-flow resets its stores,
 * and the work of a swarm that was reset is still that swarm's.
 */
export class ProjectRegistry {
  private readonly swarms = new Map<string, FlowSwarm>();
  /** Those of `swarm-state.json`, which knows more of a swarm than the file of the command line does. */
  private readonly listed = new Set<string>();
  private readonly agents = new Map<string, FlowAgent>();

  constructor(private readonly scope: string) {}

  /** Takes over `swarm-state.json`. Returns undefined when the value is no swarm store. */
  acceptSwarms(value: unknown, modifiedAt: number): SwarmRecord[] | undefined {
    const stored = object(object(value)?.['swarms']);
    if (!stored) {
      return undefined;
    }
    return entries(stored).flatMap(([key, entry]) => {
      const swarm = toSwarm(key, entry);
      if (!swarm) {
        return [];
      }
      this.listed.add(swarm.swarmId);
      return this.take(swarm, modifiedAt);
    });
  }

  /** Takes over the swarm of `.swarm/state.json`, unless `swarm-state.json` describes it already. */
  acceptCliSwarm(swarm: FlowSwarm, modifiedAt: number): SwarmRecord[] {
    return this.listed.has(swarm.swarmId) ? [] : [this.take(swarm, modifiedAt)];
  }

  /** Takes over a hive-mind: a swarm whose agents are its workers and its queen. */
  acceptHive({ swarm, queen }: Hive, modifiedAt: number): SwarmRecord[] {
    if (queen && !this.agents.has(queen.agentId)) {
      this.agents.set(queen.agentId, queen);
    }
    return [this.take(swarm, modifiedAt)];
  }

  /** Takes over `agents/store.json` or the hive-mind's `agents.json`. Returns undefined when the value is no agent store. */
  acceptAgents(value: unknown): boolean {
    const stored = object(object(value)?.['agents']);
    for (const [key, entry] of entries(stored)) {
      const agent = toAgent(key, entry);
      if (agent) {
        this.agents.set(agent.agentId, agent);
      }
    }
    return stored !== undefined;
  }

  /** What is known of every agent; `observedAt` in epoch ms. */
  agentRecords(observedAt: number): AgentRecord[] {
    return [...this.agents.values()].map((agent) => {
      const swarmId = this.swarmOf(agent.agentId, observedAt);
      const id = [agent.agentId, swarmId, agent.agentType ?? '', agent.model ?? ''].join('\0');
      return { type: 'agent', source: 'claude-flow-3/agents', scope: this.scope, id, swarmId, observedAt, ...agent };
    });
  }

  agent(agentId: string | undefined): FlowAgent | undefined {
    return agentId === undefined ? undefined : this.agents.get(agentId);
  }

  /** The swarm that lists the agent; of several the newest that existed at the time. */
  swarmOf(agentId: string | undefined, at: number): string {
    if (agentId === undefined) {
      return UNASSIGNED_SWARM;
    }
    const listing = [...this.swarms.values()].filter((swarm) => swarm.agents?.includes(agentId));
    const byAge = listing.sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
    return (byAge.find((swarm) => (swarm.createdAt ?? 0) <= at) ?? byAge.at(-1))?.swarmId ?? UNASSIGNED_SWARM;
  }

  private take(swarm: FlowSwarm, modifiedAt: number): SwarmRecord {
    this.swarms.set(swarm.swarmId, swarm);
    return this.swarmRecord(swarm, modifiedAt);
  }

  private swarmRecord({ agents, updatedAt, ...swarm }: FlowSwarm, modifiedAt: number): SwarmRecord {
    const described = JSON.stringify([swarm, agents, updatedAt]);
    return {
      type: 'swarm',
      source: 'claude-flow-3/swarms',
      scope: this.scope,
      id: `${swarm.swarmId}:${createHash('sha256').update(described).digest('hex').slice(0, 16)}`,
      ...swarm,
      ...(agents === undefined ? {} : { agentCount: agents.length }),
      observedAt: updatedAt ?? modifiedAt,
    };
  }
}

function toSwarm(key: string, entry: unknown): FlowSwarm | undefined {
  const swarm = object(entry);
  if (!swarm) {
    return undefined;
  }
  const config = object(swarm['config']);
  return {
    swarmId: string(swarm['swarmId']) ?? key,
    topology: string(swarm['topology']) ?? string(config?.['topology']),
    strategy: string(config?.['strategy']),
    status: string(swarm['status']),
    maxAgents: finite(swarm['maxAgents']),
    agents: (array(swarm['agents']) ?? []).flatMap((agent) => string(agent) ?? []),
    createdAt: time(swarm['createdAt']),
    updatedAt: time(swarm['updatedAt']),
  };
}

function toAgent(key: string, entry: unknown): FlowAgent | undefined {
  const agent = object(entry);
  if (!agent) {
    return undefined;
  }
  return {
    agentId: string(agent['agentId']) ?? key,
    agentType: string(agent['agentType']),
    model: string(agent['model']) ?? string(object(agent['config'])?.['model']),
    createdAt: time(agent['createdAt']),
  };
}
