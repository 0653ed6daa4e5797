import { createHash } from 'node:crypto';
import type { SourceId, SwarmRecord } from '../../../../src/core/metrics/records.ts';
import { SESSION_UNKNOWN, sessionScope } from '../../../../src/core/metrics/precedence.ts';
import { text, type Attributes } from './attributes.ts';

export interface Identity {
  swarmId: string;
  swarmInferred: boolean;
  /** The session: where tokens are counted from one source only. */
  scope: string;
  topology?: string;
}

/** Whose record it is: the swarm named on the record, on its resource, or the session itself. Undefined without any. */
export function identify(own: Attributes, resource: Attributes): Identity | undefined {
  const named = text(own, 'swarm.id') ?? text(resource, 'swarm.id');
  const session = text(own, 'session.id') ?? text(resource, 'session.id');
  const swarmId = named ?? session;
  if (swarmId === undefined) {
    return undefined;
  }
  return {
    swarmId,
    swarmInferred: named === undefined,
    scope: session === undefined ? SESSION_UNKNOWN : sessionScope(session),
    topology: text(own, 'swarm.topology') ?? text(resource, 'swarm.topology'),
  };
}

/** A description is kept once in this time, so that one that comes back (mesh, star, mesh) is not taken for a repeat. */
const DESCRIBED_EVERY_MS = 60_000;

export function swarmRecord(
  { swarmId, swarmInferred, scope, topology }: Identity,
  source: SourceId,
  observedAt: number
): SwarmRecord {
  return {
    type: 'swarm',
    id: [swarmId, topology ?? '', scope, Math.floor(observedAt / DESCRIBED_EVERY_MS)].join('\0'),
    source,
    scope,
    swarmId,
    swarmInferred,
    ...(topology === undefined ? {} : { topology }),
    observedAt,
  };
}

/**
 * Who did it: a sub-agent by its name, the main loop where the sender means it; a sub-agent that is not named is nobody we
 * know, and not the main loop.
 */
export function actor(own: Attributes): string | undefined {
  const source = text(own, 'query_source') ?? '';
  return text(own, 'agent.name') ?? (isSubagent(own, source) ? undefined : 'main');
}

export function isSubagent(own: Attributes, source = text(own, 'query_source') ?? ''): boolean {
  return text(own, 'agent.name') !== undefined || source === 'subagent' || source.startsWith('agent:');
}

/** A stable id made of texts: 32 hex digits. */
export function contentId(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
