import { createHash } from 'node:crypto';
import {
  UNASSIGNED_SWARM,
  type AgentRecord,
  type SourceId,
  type SwarmRecord,
} from '../../../../src/core/metrics/records.ts';
import { finite, object, string, time } from '../narrow.ts';
import type { Hive } from './hiveDb.ts';
import type { MemoryRow } from './memoryDb.ts';

type FlowSwarm = Omit<SwarmRecord, 'type' | 'id' | 'scope' | 'agentCount'>;
type FlowAgent = Omit<AgentRecord, 'type' | 'id' | 'scope'>;

/** Swarms and agents that hooks, MCP server and hive-mind have told of. It only grows: stores are reset, work stays whose it was. */
export class Registry {
  private readonly swarms = new Map<string, FlowSwarm>();
  private readonly agents = new Map<string, FlowAgent>();

  constructor(private readonly scope: string) {}

  /** Takes over what a row of the memory says of a swarm or an agent; other rows are left alone. */
  acceptRow(row: MemoryRow): void {
    const observedAt = row.updatedAt ?? row.createdAt;
    if (observedAt === undefined) {
      return;
    }
    if (row.namespace === 'swarms') {
      this.acceptSwarm(row, observedAt);
    } else if (row.namespace === 'agents') {
      const { value } = row;
      this.acceptAgent('claude-flow-2/mcp', string(value['id']), value, value['type'], row.createdAt, observedAt);
    } else if (row.namespace === 'hooks:agent-spawned') {
      const { value } = row;
      const spawnedAt = time(value['spawnedAt']) ?? row.createdAt;
      const name = string(value['agentName']);
      this.acceptAgent('claude-flow-2/hooks', name, value, value['agentType'], spawnedAt, observedAt);
    }
  }

  acceptHive({ swarms, agents }: Hive, readAt: number): void {
    for (const { updatedAt, ...swarm } of swarms) {
      const observedAt = updatedAt ?? swarm.createdAt ?? readAt;
      this.swarms.set(swarm.swarmId, { source: 'claude-flow-2/hive', ...swarm, observedAt });
    }
    for (const agent of agents) {
      const observedAt = agent.createdAt ?? readAt;
      this.agents.set(agent.agentId, { source: 'claude-flow-2/hive', ...agent, observedAt });
    }
  }

  agent(agentId: string | undefined): { swarmId: string; agentType?: string } {
    const known = agentId === undefined ? undefined : this.agents.get(agentId);
    return known ?? { swarmId: UNASSIGNED_SWARM };
  }

  records(): Array<SwarmRecord | AgentRecord> {
    const counts = new Map<string, number>();
    for (const { swarmId } of this.agents.values()) {
      counts.set(swarmId, (counts.get(swarmId) ?? 0) + 1);
    }
    const swarms = [...this.swarms.values()].map((swarm): SwarmRecord => {
      const agentCount = counts.get(swarm.swarmId);
      const described = { ...swarm, ...(agentCount === undefined ? {} : { agentCount }) };
      return { type: 'swarm', id: `${swarm.swarmId}:${hash(described)}`, scope: this.scope, ...described };
    });
    const agents = [...this.agents.values()].map((agent): AgentRecord => ({
      type: 'agent',
      id: [agent.agentId, agent.swarmId, agent.agentType ?? ''].join('\0'),
      scope: this.scope,
      ...agent,
    }));
    return [...swarms, ...agents];
  }

  private acceptSwarm({ value, createdAt }: MemoryRow, observedAt: number): void {
    const swarmId = string(value['id']);
    if (swarmId) {
      this.swarms.set(swarmId, {
        source: 'claude-flow-2/mcp',
        swarmId,
        topology: string(value['topology']),
        strategy: strategyOf(value['config']),
        maxAgents: finite(value['maxAgents']),
        createdAt,
        observedAt,
      });
    }
  }

  private acceptAgent(
    source: SourceId,
    agentId: string | undefined,
    value: Record<string, unknown>,
    agentType: unknown,
    createdAt: number | undefined,
    observedAt: number
  ): void {
    const swarmId = string(value['swarmId']);
    if (agentId && swarmId) {
      this.agents.set(agentId, { source, agentId, swarmId, agentType: string(agentType), createdAt, observedAt });
    }
  }
}

function strategyOf(config: unknown): string | undefined {
  try {
    return string(object(JSON.parse(string(config) ?? 'null'))?.['strategy']);
  } catch {
    return undefined;
  }
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
