import { createHash } from 'node:crypto';
import { UNASSIGNED_SWARM, type TaskRecord, type TokenCounts } from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';
import { array, finite, object, string, time } from '../narrow.ts';
import type { ProjectRegistry } from './registry.ts';

/** How far apart the two ledgers' lines about one model call may be. */
export const SAME_CALL_MS = 5000;

export type ParsedLine = { record: TaskRecord } | { rejection: Rejection } | { ignored: true };

interface Call {
  at: number;
  factId: string;
  claimed: boolean;
}

/**
 * The two opt-in ledgers of model calls. `run-transcripts.jsonl` names the agent (in its system text, the only thing read
 * of the conversation); `model-router-trajectories.jsonl` does not, and is joined by prompt hash and time.
 */
export class CallLedgers {
  private readonly calls = new Map<string, Call[]>();

  constructor(
    private readonly scope: string,
    private readonly registry: ProjectRegistry
  ) {}

  runTranscript(line: string): ParsedLine {
    const entry = parse(line);
    const at = time(entry?.['ts']);
    const hash = string(entry?.['task_hash']);
    const resolved = entry?.['resolved'];
    if (!entry || at === undefined || !hash || typeof resolved !== 'boolean') {
      return malformed('run-transcripts.jsonl');
    }
    const id = lineId(line);
    const factId = `claude-flow-3/call/${id}`;
    this.remember(hash, { at, factId, claimed: false });
    const agentId = agentOf(entry['messages']);
    return {
      record: {
        ...this.request(id, factId, at, resolved, agentId),
        source: 'claude-flow-3/run-transcripts',
        tokens: tokensOf(entry['tokens']),
        model: string(entry['model']) ?? this.registry.agent(agentId)?.model,
      },
    };
  }

  /** Its `cost_usd` is not read: without `model_id` it is a made-up price of one dollar a million tokens. */
  trajectory(line: string): ParsedLine {
    const entry = parse(line);
    const at = time(entry?.['ts']);
    const hash = string(entry?.['task_hash']);
    if (!entry || at === undefined || !hash) {
      return malformed('model-router-trajectories.jsonl');
    }
    const quality = finite(entry['quality']);
    if (entry['type'] !== 'outcome' || quality === undefined) {
      return { ignored: true };
    }
    const id = lineId(line);
    const factId = this.claim(hash, at) ?? `claude-flow-3/call/${id}`;
    const model = string(entry['model_id']);
    const cost = model === undefined ? undefined : finite(entry['cost_usd']);
    return {
      record: {
        ...this.request(id, factId, at, quality > 0, undefined),
        source: 'claude-flow-3/trajectories',
        tokens: tokensOf(entry['tokens']),
        ...(model === undefined ? {} : { model }),
        ...(cost === undefined ? {} : { costUsd: cost }),
      },
    };
  }

  private request(
    id: string,
    factId: string,
    at: number,
    ok: boolean,
    agentId: string | undefined
  ): Omit<TaskRecord, 'source'> {
    return {
      type: 'task',
      id,
      factId,
      scope: this.scope,
      kind: 'request',
      swarmId: agentId === undefined ? UNASSIGNED_SWARM : this.registry.swarmOf(agentId, at),
      agentId,
      agentType: this.registry.agent(agentId)?.agentType,
      status: ok ? 'completed' : 'failed',
      endedAt: at,
      endedAtProvenance: 'measured',
      provenance: 'measured',
    };
  }

  /** Calls before this time will find no partner any more. */
  forget(before: number): void {
    for (const [hash, calls] of this.calls) {
      const kept = calls.filter((call) => call.at >= before);
      if (kept.length > 0) {
        this.calls.set(hash, kept);
      } else {
        this.calls.delete(hash);
      }
    }
  }

  private remember(hash: string, call: Call): void {
    this.calls.set(hash, [...(this.calls.get(hash) ?? []), call]);
  }

  /** The call of this prompt nearest in time that no other line has claimed: equal prompts share a hash. */
  private claim(hash: string, at: number): string | undefined {
    const near = (this.calls.get(hash) ?? []).filter((call) => !call.claimed && Math.abs(call.at - at) <= SAME_CALL_MS);
    const nearest = near.sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0];
    if (nearest) {
      nearest.claimed = true;
    }
    return nearest?.factId;
  }
}

/** Time of a ledger line, to tell whether its partner may still come. */
export function lineTime(line: string): number | undefined {
  return time(parse(line)?.['ts']);
}

function lineId(line: string): string {
  return createHash('sha256').update(line).digest('hex').slice(0, 32);
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return object(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function malformed(file: string): ParsedLine {
  return { rejection: { reason: 'malformed', message: `a line of ${file} is not a complete entry` } };
}

function agentOf(messages: unknown): string | undefined {
  const system = (array(messages) ?? []).map(object).find((message) => message?.['role'] === 'system');
  return /\bAgent ID: ([A-Za-z0-9_-]+)/.exec(string(system?.['content']) ?? '')?.[1];
}

function tokensOf(value: unknown): TokenCounts | undefined {
  const tokens = object(value);
  const input = finite(tokens?.['input']);
  const output = finite(tokens?.['output']);
  return input === undefined && output === undefined
    ? undefined
    : { ...(input === undefined ? {} : { input }), ...(output === undefined ? {} : { output }) };
}
