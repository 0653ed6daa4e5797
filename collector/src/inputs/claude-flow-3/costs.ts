import { createHash } from 'node:crypto';
import { UNASSIGNED_SWARM, type TokenCounts } from '../../../../src/core/metrics/records.ts';
import { finite, object, string, time } from '../narrow.ts';
import type { ParsedLine } from './ledgers.ts';
import type { ProjectRegistry } from './registry.ts';

/**
 * One line of `cost-events.jsonl`, which claude-flow's cost governor writes where it is on. Money is what the governor made of
 * its price list, so it is as reported. Lines without an amount of anything measure nothing.
 */
export function costRecord(line: string, scope: string, registry: ProjectRegistry): ParsedLine {
  const event = parse(line);
  const at = time(event?.['ts']);
  if (!event || at === undefined) {
    return { rejection: { reason: 'malformed', message: 'a line of cost-events.jsonl is not a complete entry' } };
  }
  const input = finite(event['tokens_in']);
  const output = finite(event['tokens_out']);
  const costUsd = finite(event['cost_usd']);
  if (input === undefined && output === undefined && costUsd === undefined) {
    return { ignored: true };
  }
  const id = createHash('sha256').update(line).digest('hex').slice(0, 32);
  const agentId = string(event['agent_id']);
  const agent = registry.agent(agentId);
  const tokens: TokenCounts = {
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
  };
  const model = string(event['model']) ?? agent?.model;
  return {
    record: {
      type: 'task',
      id,
      factId: `claude-flow-3/cost/${id}`,
      source: 'claude-flow-3/costs',
      scope,
      kind: 'request',
      swarmId: agentId === undefined ? UNASSIGNED_SWARM : registry.swarmOf(agentId, at),
      agentId,
      agentType: agent?.agentType,
      status: 'completed',
      endedAt: at,
      endedAtProvenance: 'measured',
      provenance: 'caller-reported',
      ...(Object.keys(tokens).length > 0 ? { tokens } : {}),
      ...(costUsd === undefined ? {} : { costUsd }),
      ...(model === undefined ? {} : { model }),
    },
  };
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return object(JSON.parse(line));
  } catch {
    return undefined;
  }
}
