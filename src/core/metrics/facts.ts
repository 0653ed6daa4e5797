/**
 * Names of single units of work, whichever source tells of them: records with one `factId` describe one unit, and it counts
 * once. They are made of the sender's own ids only.
 */

/** A request that a session of Claude Code made to its model; `requestId` is the one that the model's API gave it. */
export function requestFact(session: string, requestId: string): string {
  return `claude-code/request/${session}/${requestId}`;
}

/** A tool call of a session of Claude Code. */
export function toolFact(session: string, toolUseId: string): string {
  return `claude-code/tool/${session}/${toolUseId}`;
}

/** A task of claude-flow 3.x, whichever file of the project tells of it. */
export function taskFact(taskId: string): string {
  return `claude-flow-3/task/${taskId}`;
}
