import { toolFact } from '../../../../src/core/metrics/facts.ts';
import type { IngestRecord, TaskRecord } from '../../../../src/core/metrics/records.ts';
import type { Notes } from '../../state/notes.ts';
import { swarmRecord } from './identity.ts';
import { parseToolCall, type ToolCall, type ToolPart } from './toolParts.ts';
import { TRACES_SOURCE } from './traces.ts';

const KIND = 'otlp/tool-call';
/** Calls whose other spans are still to come; beyond this the oldest is given up. */
const MOST_OPEN = 5000;

/** What a request tells of tool calls, and how the open ones look once its records are stored. */
export interface ToolOutcome {
  items: IngestRecord[][];
  /** Null: nothing more is to come. */
  changes: Map<string, ToolCall | null>;
}

/**
 * Puts the spans of tool calls together. `tool.execution` says how a call went, `tool` whose it was and of what tool, and
 * `tool.blocked_on_user` that it was refused. What waits for its other half is noted, so that it outlives this process.
 */
export class ToolCalls {
  private readonly open: Map<string, ToolCall>;

  constructor(private readonly notes: Notes) {
    this.open = new Map(
      [...notes.all(KIND)].flatMap(([key, note]) => {
        const call = parseToolCall(note);
        return call ? [[key, call] as const] : [];
      })
    );
  }

  /** Changes nothing yet: a request that can't be stored is sent again. */
  join(parts: readonly ToolPart[]): ToolOutcome {
    const touched = new Map<string, ToolCall>();
    for (const { key, ...part } of parts) {
      touched.set(key, { ...(touched.get(key) ?? this.open.get(key)), ...part });
    }
    const items: IngestRecord[][] = [];
    const changes = new Map<string, ToolCall | null>();
    for (const [key, call] of touched) {
      const record = toRecord(key, call);
      if (record) {
        items.push([record, swarmRecord(call.identity, TRACES_SOURCE, record.endedAt)]);
      }
      changes.set(key, isComplete(call) ? null : call);
    }
    return { items, changes };
  }

  /** Notes what is still open. Returns how many calls were given up. */
  keep({ changes }: ToolOutcome): number {
    const noted = new Map<string, string | null>();
    for (const [key, call] of changes) {
      const was = this.open.delete(key);
      if (call) {
        this.open.set(key, call);
        noted.set(key, JSON.stringify(call));
      } else if (was) {
        noted.set(key, null);
      }
    }
    let givenUp = 0;
    for (const key of this.open.keys()) {
      if (this.open.size <= MOST_OPEN) {
        break;
      }
      this.open.delete(key);
      noted.set(key, null);
      givenUp++;
    }
    this.notes.save(KIND, noted);
    return givenUp;
  }
}

function isComplete({ whole, execution, denied }: ToolCall): boolean {
  return whole !== undefined && (execution !== undefined || denied === true);
}

/**
 * A call that ran lasted as long as its execution, like in its event; waiting for a permission is not part of it. One that
 * was refused has no duration.
 */
function toRecord(key: string, call: ToolCall): TaskRecord | undefined {
  const { whole, execution, identity } = call;
  const part = whole ?? execution;
  if (!part || (!execution && !isComplete(call))) {
    return undefined;
  }
  const durationMs = execution?.durationMs;
  const startedAt = (execution ?? part).startedAt;
  return {
    type: 'task',
    id: whole ? key : `${key}/execution`,
    factId: toolFact(part.session, part.toolUseId),
    source: TRACES_SOURCE,
    scope: identity.scope,
    kind: 'tool',
    swarmId: identity.swarmId,
    swarmInferred: identity.swarmInferred,
    // An execution alone does not say whose it was.
    ...(whole ? { agentId: whole.agentId ?? 'main' } : {}),
    ...(whole && whole.agentId === undefined ? { agentType: 'main' } : {}),
    ...(whole?.toolName === undefined ? {} : { taskType: whole.toolName }),
    status: execution?.success === true ? 'completed' : 'failed',
    ...(startedAt === undefined ? {} : { startedAt: Math.floor(startedAt) }),
    endedAt: Math.floor((execution ?? part).endedAt),
    endedAtProvenance: 'measured',
    ...(durationMs === undefined ? {} : { durationMs }),
    provenance: 'measured',
    ...(execution ? {} : { errorClass: 'denied' }),
  };
}
