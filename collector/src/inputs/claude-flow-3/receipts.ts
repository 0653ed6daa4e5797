import { UNASSIGNED_SWARM, type SampleRecord } from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';
import { object, string, time } from '../narrow.ts';

export type ParsedReceipt = { record: SampleRecord } | { rejection: Rejection };

/**
 * One tool call from its policy receipt. The receipt is written before the tool runs: it knows the tool and whether it was
 * let through, not how long it took nor whether it failed, and its identity is the client, no agent. So it counts calls and
 * says nothing about success. Digests, request ids and metadata are not read.
 */
export function receiptSample(text: string, scope: string): ParsedReceipt {
  const payload = object(object(parse(text))?.['payload']);
  const receiptId = string(payload?.['receiptId']);
  const issuedAt = time(payload?.['issuedAt']);
  const action = object(object(payload?.['request'])?.['action']);
  const tool = string(action?.['tool']);
  const decision = object(payload?.['decision']);
  // What was done; `outcome` alone is what the rules would have done if they were enforced.
  const outcome = string(decision?.['enforcedOutcome']) ?? string(decision?.['outcome']);
  if (!receiptId || issuedAt === undefined || !tool || !outcome) {
    return {
      rejection: { reason: 'malformed', message: 'a receipt of policy/state.json has no id, time, tool or outcome' },
    };
  }
  return {
    record: {
      type: 'sample',
      id: receiptId,
      source: 'claude-flow-3/receipts',
      scope,
      timestamp: issuedAt,
      swarmId: UNASSIGNED_SWARM,
      metricType: 'TOOL_CALLS',
      value: 1,
      unit: 'count',
      tags: { kind: 'tool_call', tool, outcome },
      metadata: { source: 'coordinator', priority: 'low', category: 'performance', dimensions: ['tool', 'outcome'] },
      provenance: 'measured',
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
