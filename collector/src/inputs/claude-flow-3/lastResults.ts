import type { SampleRecord } from '../../../../src/core/metrics/records.ts';
import { entries, finite, object, string } from '../narrow.ts';
import type { ProjectRegistry } from './registry.ts';

/**
 * Tokens and duration of each agent's latest successful call, from the agent stores. Calls between two readings are not
 * seen, so this counts only where no ledger is kept. `output` is not read, `taskCount` is not a task count and not read.
 */
export function lastResultSamples(
  value: unknown,
  scope: string,
  registry: ProjectRegistry,
  timeOf: (agentId: string) => number
): SampleRecord[] {
  return entries(object(value)?.['agents']).flatMap(([key, entry]) => {
    const agent = object(entry);
    const result = object(agent?.['lastResult']);
    const messageId = string(result?.['messageId']);
    const agentId = string(agent?.['agentId']) ?? key;
    if (!result || !messageId) {
      return [];
    }
    const seenAt = timeOf(agentId);
    const usage = object(result['usage']);
    const model = string(result['model']);
    const sample = (
      name: string,
      metricType: SampleRecord['metricType'],
      amount: number | undefined,
      tags: Record<string, string>
    ): SampleRecord[] =>
      amount === undefined
        ? []
        : [
            {
              type: 'sample',
              id: `${agentId}|${messageId}|${name}`,
              source: 'claude-flow-3/agents',
              scope,
              timestamp: seenAt,
              swarmId: registry.swarmOf(agentId, seenAt),
              agentId,
              metricType,
              value: amount,
              unit: metricType === 'TOKEN_USAGE' ? 'tokens' : 'ms',
              ...(model === undefined ? {} : { model }),
              tags: { ...tags, time: 'estimated' },
              metadata: {
                source: 'neural',
                priority: 'low',
                category: 'business',
                dimensions: ['swarmId', 'agentId', 'model'],
              },
              provenance: 'measured',
            },
          ];
    return [
      ...sample('input', 'TOKEN_USAGE', finite(usage?.['inputTokens']), { type: 'input' }),
      ...sample('output', 'TOKEN_USAGE', finite(usage?.['outputTokens']), { type: 'output' }),
      ...sample('duration', 'NEURAL_PROCESSING_TIME', finite(result['durationMs']), { kind: 'llm' }),
    ];
  });
}
