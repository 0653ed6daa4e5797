import type { TaskStatus, TokenCounts } from '../../../../src/core/metrics/records.ts';
import { listCostUsd } from '../../../../src/core/metrics/prices.ts';
import { array, finite, object, string, time } from '../narrow.ts';
import { agentStatus, parseNotification, type AgentEnd } from './notification.ts';

/**
 * What is read of a transcript's line. Everything else in it (prompts, answers, tool input and output, error texts, paths,
 * branches) is not looked at and goes away with the parsed line.
 */
export type Line = Speaker & { at: number } & (
    | { kind: 'message'; message: Message; tools: ToolUse[] }
    | { kind: 'apiError'; messageId: string; requestId?: string; errorClass: string }
    | { kind: 'results'; results: ToolResult[]; agent?: AgentResult }
    | { kind: 'agentEnd'; end: AgentEnd }
  );

export interface Speaker {
  session?: string;
  agentId?: string;
  agentType?: string;
  isSubagent: boolean;
}

export interface Message {
  messageId: string;
  requestId?: string;
  model?: string;
  tokens?: TokenCounts;
  costUsd?: number;
  /** The stream has ended: the usage is the final one. */
  isFinal: boolean;
}

export interface ToolUse {
  id: string;
  name: string;
}

export interface ToolResult {
  toolUseId: string;
  failed: boolean;
}

/** What the Agent tool says about the sub-agent that it ran or launched. */
export interface AgentResult {
  agentId: string;
  agentType?: string;
  model?: string;
  /** Absent when it was only launched. */
  status?: TaskStatus;
  durationMs?: number;
}

const MARKS = ['"assistant"', '"tool_result"', '<task-notification>'].map((text) => Buffer.from(text));
/** Longest name that is taken over; Claude Code's are shorter. */
const MOST_NAME = 200;

/** Whether a line may hold anything that is measured: spares parsing the others. */
export function mayMeasure(line: Buffer): boolean {
  return MARKS.some((mark) => line.includes(mark));
}

/** Undefined when the line measures nothing. @throws SyntaxError when it is no JSON. */
export function parseLine(text: string): Line | 'no time' | undefined {
  const line = object(JSON.parse(text));
  const found = line && (readAssistant(line) ?? readUser(line) ?? readEnd(line));
  if (!found) {
    return undefined;
  }
  const at = time(line['timestamp']);
  if (at === undefined) {
    return 'no time';
  }
  const session = name(line['sessionId']);
  const agentId = name(line['agentId']);
  const agentType = name(line['attributionAgent']);
  return {
    at,
    ...(session === undefined ? {} : { session }),
    ...(agentId === undefined ? {} : { agentId }),
    ...(agentType === undefined ? {} : { agentType }),
    isSubagent: line['isSidechain'] === true,
    ...found,
  };
}

type Found =
  | { kind: 'message'; message: Message; tools: ToolUse[] }
  | { kind: 'apiError'; messageId: string; requestId?: string; errorClass: string }
  | { kind: 'results'; results: ToolResult[]; agent?: AgentResult }
  | { kind: 'agentEnd'; end: AgentEnd };

function readAssistant(line: Record<string, unknown>): Found | undefined {
  const message = object(line['message']);
  const messageId = name(message?.['id']);
  if (line['type'] !== 'assistant' || !message || messageId === undefined) {
    return undefined;
  }
  const requestId = name(line['requestId']);
  const ids = { messageId, ...(requestId === undefined ? {} : { requestId }) };
  if (line['isApiErrorMessage'] === true) {
    return { kind: 'apiError', ...ids, errorClass: errorClass(line) };
  }
  const model = name(message['model']);
  if (model === '<synthetic>') {
    // Claude Code speaks itself: nobody was asked.
    return undefined;
  }
  const tools = (array(message['content']) ?? []).flatMap((entry): ToolUse[] => {
    const block = object(entry);
    const id = name(block?.['id']);
    const tool = name(block?.['name']);
    return block?.['type'] === 'tool_use' && id !== undefined && tool !== undefined ? [{ id, name: tool }] : [];
  });
  return {
    kind: 'message',
    tools,
    message: {
      ...ids,
      ...(model === undefined ? {} : { model }),
      ...readUsage(object(message['usage']), model, time(line['timestamp']) ?? 0),
      isFinal: string(message['stop_reason']) !== undefined,
    },
  };
}

/** A status code, or the class that Claude Code gives it; never a text. */
function errorClass(line: Record<string, unknown>): string {
  const status = finite(line['apiErrorStatus']);
  const word = string(line['error']);
  const known = ['rate_limit', 'server_error', 'authentication_failed', 'billing_error', 'invalid_request'];
  return status !== undefined && status >= 100 && status < 600
    ? String(status)
    : word !== undefined && known.includes(word)
      ? word
      : 'unknown';
}

function readUsage(
  usage: Record<string, unknown> | undefined,
  model: string | undefined,
  at: number
): Pick<Message, 'tokens' | 'costUsd'> {
  const input = finite(usage?.['input_tokens']);
  const output = finite(usage?.['output_tokens']);
  const cacheRead = finite(usage?.['cache_read_input_tokens']);
  const cacheCreation = finite(usage?.['cache_creation_input_tokens']);
  const known = Object.entries({ input, output, cacheRead, cacheCreation }).filter(([, value]) => value !== undefined);
  if (!usage || known.length === 0) {
    return {};
  }
  const tokens: TokenCounts = Object.fromEntries(known);
  if (model === undefined || input === undefined || output === undefined || !isListPriced(usage)) {
    return { tokens };
  }
  const cacheCreation1h = finite(object(usage['cache_creation'])?.['ephemeral_1h_input_tokens']);
  const webSearches = finite(object(usage['server_tool_use'])?.['web_search_requests']);
  const costUsd = listCostUsd(
    model,
    { input, output, cacheRead: cacheRead ?? 0, cacheCreation: cacheCreation ?? 0, cacheCreation1h, webSearches },
    at
  );
  return costUsd === undefined ? { tokens } : { tokens, costUsd };
}

/** Fast mode, batches, priority and regions have prices of their own, which the list does not hold. */
function isListPriced(usage: Record<string, unknown>): boolean {
  const plain = (field: string, words: readonly string[]) => {
    const word = string(usage[field]);
    return word === undefined || words.includes(word);
  };
  return (
    plain('speed', ['standard', 'normal']) &&
    plain('service_tier', ['standard']) &&
    plain('inference_geo', ['global', 'not_available'])
  );
}

function readUser(line: Record<string, unknown>): Found | undefined {
  if (line['type'] !== 'user') {
    return undefined;
  }
  const results = (array(object(line['message'])?.['content']) ?? []).flatMap((entry): ToolResult[] => {
    const block = object(entry);
    const toolUseId = name(block?.['tool_use_id']);
    return block?.['type'] === 'tool_result' && toolUseId !== undefined
      ? [{ toolUseId, failed: block['is_error'] === true }]
      : [];
  });
  const agent = results.length === 1 ? readAgent(object(line['toolUseResult'])) : undefined;
  return results.length === 0 ? undefined : { kind: 'results', results, ...(agent ? { agent } : {}) };
}

/** `totalTokens` and `usage` are the last request's only, so they are not read. */
function readAgent(result: Record<string, unknown> | undefined): AgentResult | undefined {
  const agentId = name(result?.['agentId']);
  if (!result || agentId === undefined) {
    return undefined;
  }
  const agentType = name(result['agentType']);
  const model = name(result['resolvedModel']);
  const status = agentStatus(string(result['status']));
  const durationMs = finite(result['totalDurationMs']);
  return {
    agentId,
    ...(agentType === undefined ? {} : { agentType }),
    ...(model === undefined ? {} : { model }),
    ...(status === undefined ? {} : { status }),
    ...(durationMs === undefined ? {} : { durationMs }),
  };
}

/** The end of a background agent: queued, attached, or as if the user had said it. */
function readEnd(line: Record<string, unknown>): Found | undefined {
  const attachment = object(line['attachment']);
  const content = object(line['message'])?.['content'];
  const text =
    line['type'] === 'queue-operation'
      ? string(line['content'])
      : line['type'] === 'attachment' && attachment?.['type'] === 'queued_command'
        ? string(attachment['prompt'])
        : line['type'] === 'user'
          ? (string(content) ?? string(object(array(content)?.[0])?.['text']))
          : undefined;
  const end = text === undefined ? undefined : parseNotification(text);
  return end && { kind: 'agentEnd', end };
}

function name(value: unknown): string | undefined {
  const text = string(value);
  return text !== undefined && text.length <= MOST_NAME ? text : undefined;
}
