import type { IngestRecord, TaskRecord } from '../../../../src/core/metrics/records.ts';
import { failedRequestRecord, requestRecord, subagentRecord, toolRecord, type Owner } from './records.ts';
import type { AgentEnd } from './notification.ts';
import type { AgentResult, Line, Message, ToolResult } from './shapes.ts';

/** Messages that wait for their last line at once; their lines may lie apart. */
const MOST_HELD = 16;
/** Messages whose later lines are still compared with what was told of them. */
const MOST_TOLD = 64;
/** Tool calls that wait for their result at once; those of interrupted sessions wait for ever. */
const MOST_OPEN = 500;

/** What is known of a file besides its lines. */
export interface Surroundings {
  /** Where a line does not say it itself. */
  session: string;
  /** The sub-agent whose file it is. */
  agentId?: string;
  swarmOf(session: string): { swarmId: string; swarmInferred: boolean };
  agentTypeOf(agentId: string): string | undefined;
}

interface HeldMessage {
  start: number;
  firstAt: number;
  lastAt: number;
  message: Message;
  owner: Owner;
}

interface ToldMessage {
  firstAt: number;
  weight: number;
  usage: string;
}

interface OpenTool {
  start: number;
  at: number;
  name: string;
  /** The background agent that it launched, and that still runs. */
  launched?: AgentResult;
}

/**
 * Makes records of the lines of one file, in their order.
 *
 * A message has one line for each of its blocks, and only the last is sure to have its final usage. So a message waits until
 * a line says that the answer has ended, until many others have begun, or until nobody writes any more. A line that comes
 * even later, with more usage, gives a second record of the same request, which counts instead of the first; its id says
 * what it corrects, so that records of one request follow each other in the store in the order of the file, however often
 * and from wherever the file is read.
 */
export class Transcript {
  private readonly held = new Map<string, HeldMessage>();
  private readonly told = new Map<string, ToldMessage>();
  private readonly open = new Map<string, OpenTool>();

  constructor(private readonly around: Surroundings) {}

  /** @param start place of the line in the file */
  accept(line: Line, start: number): IngestRecord[] {
    const owner = this.ownerOf(line);
    switch (line.kind) {
      case 'message':
        for (const { id, name } of line.tools) {
          put(this.open, id, this.open.get(id) ?? { start, at: line.at, name }, MOST_OPEN);
        }
        return this.acceptMessage(line.message, owner, line.at, start);
      case 'apiError':
        return [failedRequestRecord(owner, line, line.at)];
      case 'results':
        return this.acceptResults(line.results, line.agent, owner, line.at);
      case 'agentEnd':
        return this.acceptEnd(line.end, owner, line.at);
    }
  }

  /** Nobody writes any more: what waits for a later line is taken as it is, and what was told is forgotten. */
  settle(): IngestRecord[] {
    const records = [...this.held].map(([key, held]) => this.tell(key, held));
    this.held.clear();
    this.told.clear();
    return records;
  }

  /** Whether there is anything to settle. */
  get isUnsettled(): boolean {
    return this.held.size + this.told.size > 0;
  }

  /** Place of the first line that something is still waiting since; Infinity when nothing is. */
  get neededFrom(): number {
    const starts = [...this.held.values(), ...this.open.values()].map(({ start }) => start);
    return starts.reduce((least, start) => Math.min(least, start), Infinity);
  }

  private ownerOf(line: Line): Owner {
    const session = line.session ?? this.around.session;
    const agentId = line.agentId ?? this.around.agentId ?? (line.isSubagent ? undefined : 'main');
    const known = agentId === undefined ? undefined : this.around.agentTypeOf(agentId);
    const agentType = line.agentType ?? known ?? (agentId === 'main' ? 'main' : undefined);
    return {
      session,
      ...this.around.swarmOf(session),
      ...(agentId === undefined ? {} : { agentId }),
      ...(agentType === undefined ? {} : { agentType }),
    };
  }

  private acceptMessage(message: Message, owner: Owner, at: number, start: number): IngestRecord[] {
    const key = `${message.messageId}|${message.requestId ?? ''}`;
    const told = this.told.get(key);
    if (told && weight(message) <= told.weight) {
      return [];
    }
    const before = this.held.get(key);
    const held: HeldMessage = {
      start: before?.start ?? start,
      firstAt: before?.firstAt ?? told?.firstAt ?? at,
      lastAt: at,
      message: before && weight(before.message) > weight(message) ? before.message : message,
      owner,
    };
    if (message.isFinal) {
      this.held.delete(key);
      return [this.tell(key, held)];
    }
    const pushedOut = put(this.held, key, held, MOST_HELD);
    return pushedOut ? [this.tell(...pushedOut)] : [];
  }

  private tell(key: string, { message, owner, firstAt, lastAt }: HeldMessage): TaskRecord {
    const before = this.told.get(key);
    const record = requestRecord(owner, message, firstAt, lastAt, before && `after ${before.usage}`);
    const usage = `${message.tokens?.input ?? ''}.${message.tokens?.output ?? ''}`;
    put(this.told, key, { firstAt, weight: weight(message), usage }, MOST_TOLD);
    return record;
  }

  private acceptResults(
    results: readonly ToolResult[],
    agent: AgentResult | undefined,
    owner: Owner,
    at: number
  ): IngestRecord[] {
    const records: IngestRecord[] = results.map(({ toolUseId, failed }) => {
      const call = this.open.get(toolUseId);
      this.open.delete(toolUseId);
      if (call && agent && agent.status === undefined) {
        this.open.set(toolUseId, { ...call, launched: agent });
      }
      return toolRecord(owner, toolUseId, failed, call, at);
    });
    if (agent?.status !== undefined) {
      const { status } = agent;
      const agentType = agent.agentType ?? this.around.agentTypeOf(agent.agentId);
      const type = agentType === undefined ? {} : { agentType };
      records.push(subagentRecord(owner, { ...agent, ...type, status, toolUseId: results[0]?.toolUseId }, at));
    }
    return records;
  }

  /** The same end may be told by two lines; their records have one id. */
  private acceptEnd(end: AgentEnd, owner: Owner, at: number): IngestRecord[] {
    const [toolUseId, launch] =
      [...this.open].find(
        ([id, { launched }]) => launched && (id === end.toolUseId || launched.agentId === end.agentId)
      ) ?? [];
    const agentType = this.around.agentTypeOf(end.agentId);
    if (!launch && agentType === undefined && !end.hasUsage) {
      // A command that ran in the background: its tool call has told of it.
      return [];
    }
    if (toolUseId !== undefined) {
      this.open.delete(toolUseId);
    }
    const model = launch?.launched?.model;
    const agent = {
      ...end,
      toolUseId: end.toolUseId ?? toolUseId,
      ...(agentType === undefined ? {} : { agentType }),
      ...(model === undefined ? {} : { model }),
    };
    return [subagentRecord(owner, agent, at)];
  }
}

/** All tokens of a message: the answer's grow while it streams. */
function weight({ tokens }: Message): number {
  return tokens ? Object.values(tokens).reduce((sum, value) => sum + (value ?? 0), 0) : -1;
}

/** Puts an entry last, and takes the first out when there are too many. */
function put<T>(map: Map<string, T>, key: string, value: T, most: number): [string, T] | undefined {
  map.delete(key);
  map.set(key, value);
  const first = map.size > most ? map.entries().next().value : undefined;
  if (first) {
    map.delete(first[0]);
  }
  return first;
}
