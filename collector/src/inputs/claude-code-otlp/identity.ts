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

export function swarmRecord(
  { swarmId, swarmInferred, scope, topology }: Identity,
  source: SourceId,
  observedAt: number
): SwarmRecord {
  return {
    type: 'swarm',
    id: [swarmId, topology ?? '', scope].join('\0'),
    source,
    scope,
    swarmId,
    swarmInferred,
    ...(topology === undefined ? {} : { topology }),
    observedAt,
  };
}

/** A stable id made of texts: 32 hex digits. */
export function contentId(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
