import { requestFact, toolFact } from '../../../../src/core/metrics/facts.ts';
import { sessionScope } from '../../../../src/core/metrics/precedence.ts';
import type { SourceId, TaskRecord, TaskStatus } from '../../../../src/core/metrics/records.ts';
import type { Message } from './shapes.ts';

const SOURCE: SourceId = 'claude-code/transcripts';

/** Whose work a record tells of. */
export interface Owner {
  session: string;
  swarmId: string;
  /** The session stands in for a swarm that nobody named. */
  swarmInferred: boolean;
  /** `main`, or the id of the sub-agent; absent for a sub-agent whose id is not told. */
  agentId?: string;
  agentType?: string;
}

type Own = Pick<TaskRecord, 'factId' | 'kind' | 'status' | 'endedAt' | 'provenance'> & Partial<TaskRecord>;

/**
 * Ids leave the session out: a session that goes on as a copy of another one repeats its requests and tool calls, times
 * included, and those were made once. A configured swarm belongs to the id, so that a changed configuration counts.
 */
function record(id: string, { session, agentId, agentType, ...swarm }: Owner, own: Own): TaskRecord {
  return {
    type: 'task',
    id: swarm.swarmInferred ? id : `${id}|${swarm.swarmId}`,
    source: SOURCE,
    scope: sessionScope(session),
    ...swarm,
    ...(agentId === undefined ? {} : { agentId }),
    ...(agentType === undefined ? {} : { agentType }),
    endedAtProvenance: 'measured',
    ...own,
  };
}

const requester = ({ agentId }: Owner) => (agentId === 'main' ? 'main' : 'subagent');

/**
 * A model request. How long it took is not in a transcript.
 *
 * @param firstAt time of the message's first line
 * @param endedAt time of its last line
 * @param after what was told of it before, if its usage has grown since
 */
export function requestRecord(
  owner: Owner,
  { messageId, requestId, tokens, costUsd, model }: Message,
  firstAt: number,
  endedAt: number,
  after: string | undefined
): TaskRecord {
  const usage = [tokens?.input, tokens?.output, tokens?.cacheRead, tokens?.cacheCreation].map((n) => n ?? '').join('.');
  const id = ['request', messageId, requestId ?? '', firstAt, usage, ...(after === undefined ? [] : [after])].join('|');
  return record(id, owner, {
    factId: requestFact(owner.session, requestId ?? messageId),
    kind: 'request',
    status: 'completed',
    taskType: requester(owner),
    endedAt,
    provenance: costUsd === undefined ? 'measured' : 'estimated',
    ...(tokens === undefined ? {} : { tokens }),
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(model === undefined ? {} : { model }),
  });
}

/** A request that ended in an error. Its usage is zero because nothing was answered: it is not read. */
export function failedRequestRecord(
  owner: Owner,
  error: { messageId: string; requestId?: string; errorClass: string },
  endedAt: number
): TaskRecord {
  return record(['error', error.messageId, error.requestId ?? ''].join('|'), owner, {
    factId: requestFact(owner.session, error.requestId ?? error.messageId),
    kind: 'request',
    status: 'failed',
    taskType: requester(owner),
    endedAt,
    provenance: 'measured',
    errorClass: error.errorClass,
  });
}

/**
 * A tool call. Its duration is the time between the lines of its call and of its result, with whatever it waited for: an
 * estimate.
 *
 * @param started undefined when the call itself is not in the file
 */
export function toolRecord(
  owner: Owner,
  toolUseId: string,
  failed: boolean,
  started: { name: string; at: number } | undefined,
  endedAt: number
): TaskRecord {
  return record(['tool', toolUseId, endedAt, started?.at ?? ''].join('|'), owner, {
    factId: toolFact(owner.session, toolUseId),
    kind: 'tool',
    status: failed ? 'failed' : 'completed',
    ...(started === undefined ? {} : { taskType: started.name, startedAt: started.at }),
    endedAt,
    ...(started === undefined || endedAt < started.at ? {} : { durationMs: endedAt - started.at }),
    provenance: 'estimated',
  });
}

export interface FinishedAgent {
  agentId: string;
  toolUseId?: string;
  agentType?: string;
  model?: string;
  status: TaskStatus;
  /** As Claude Code measured it, ms. */
  durationMs?: number;
}

/** A sub-agent that has ended. Its tokens are those of its requests, which have records of their own. */
export function subagentRecord(owner: Owner, agent: FinishedAgent, endedAt: number): TaskRecord {
  const { agentId, agentType, model, status, durationMs } = agent;
  const id = ['subagent', agent.toolUseId ?? '', agentId].join('|');
  const { session, swarmId, swarmInferred } = owner;
  return record(
    id,
    { session, swarmId, swarmInferred, agentId, ...(agentType === undefined ? {} : { agentType }) },
    {
      factId: ['claude-code/subagent', session, agentId, agent.toolUseId ?? ''].join('/'),
      kind: 'subagent',
      status,
      taskType: 'subagent',
      endedAt,
      ...(durationMs === undefined ? {} : { durationMs, startedAt: endedAt - durationMs }),
      provenance: 'measured',
      ...(model === undefined ? {} : { model }),
    }
  );
}
