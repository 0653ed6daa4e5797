import type { TaskStatus } from '../../../../src/core/metrics/records.ts';

/** The end of a background agent, as `<task-notification>` tells it: names and numbers only. */
export interface AgentEnd {
  agentId: string;
  toolUseId?: string;
  status: TaskStatus;
  durationMs?: number;
  /** True when it has the numbers that only agents have; background commands end in the same way without. */
  hasUsage: boolean;
}

const STATUSES: ReadonlyMap<string, TaskStatus> = new Map([
  ['completed', 'completed'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['killed', 'cancelled'],
  ['stopped', 'cancelled'],
  ['cancelled', 'cancelled'],
]);

/** What Claude Code itself calls the outcome of an agent; undefined while it runs, or when the word is not known. */
export function agentStatus(word: string | undefined): TaskStatus | undefined {
  return word === undefined ? undefined : STATUSES.get(word);
}

/**
 * Reads names and numbers of a notification. The answer of the agent and its description stand between them and are not
 * read: names are taken from before them, numbers from after.
 */
export function parseNotification(text: string): AgentEnd | undefined {
  if (!/^\s*<task-notification>/.test(text.slice(0, 64))) {
    return undefined;
  }
  const head = text.slice(0, Math.max(0, text.indexOf('<summary>')) || 4096);
  const agentId = /<task-id>([\w-]{1,64})<\/task-id>/.exec(head)?.[1];
  const toolUseId = /<tool-use-id>([\w-]{1,128})<\/tool-use-id>/.exec(head)?.[1];
  const status = agentStatus(/<status>([a-z_]{1,32})<\/status>/.exec(head)?.[1]);
  if (agentId === undefined || status === undefined) {
    return undefined;
  }
  const usage = /<usage>((?:<\w{1,32}>\d{1,15}<\/\w{1,32}>\s*)*)<\/usage>\s*<\/task-notification>\s*$/.exec(
    text.slice(-1024)
  )?.[1];
  const duration = /<duration_ms>(\d{1,15})</.exec(usage ?? '')?.[1];
  return {
    agentId,
    ...(toolUseId === undefined ? {} : { toolUseId }),
    status,
    ...(duration === undefined ? {} : { durationMs: Number(duration) }),
    hasUsage: usage !== undefined,
  };
}
