import { entries } from '../narrow.ts';

/**
 * Tags that are kept, in lower case without separators. A tag of another name may hold a prompt, an answer or a person, so
 * it is left out and counted.
 */
const KEPT = new Set(
  [
    'taskId, taskType, type, kind, phase, stage, step, attempt, status, success, outcome, errorClass, errorType, statusCode',
    'agentType, role, model, provider, tool, toolName, operation, topology, strategy, priority, queue, cache, namespace',
    'environment, env, region, zone, version, release, build, variant, experiment, run, runId, scope, language',
  ]
    .join(', ')
    .split(', ')
    .map(plain)
);

/** Longest value of a tag, in UTF-16 units: names are short, prose is not. */
const MOST_VALUE = 256;
const MOST_TAGS = 50;

function plain(name: string): string {
  return name.toLowerCase().replace(/[_.-]/g, '');
}

export interface ReadTags {
  /** As they were sent. */
  tags: Record<string, string>;
  leftOut: number;
  /** The value of a tag in any spelling: `taskId`, `task_id`. */
  get(name: string): string | undefined;
}

/** Reads the tags of a pushed record; numbers and booleans become text, everything else is left out. */
export function readTags(value: unknown): ReadTags {
  const sent = entries(value);
  const kept = sent
    .flatMap(([name, tag]): Array<[string, string]> => {
      const text = typeof tag === 'number' || typeof tag === 'boolean' ? String(tag) : tag;
      const fits = typeof text === 'string' && text !== '' && text.length <= MOST_VALUE && !text.includes('\n');
      return fits && KEPT.has(plain(name)) ? [[name, text]] : [];
    })
    .slice(0, MOST_TAGS);
  const byName = new Map(kept.map(([name, text]) => [plain(name), text]));
  return { tags: Object.fromEntries(kept), leftOut: sent.length - kept.length, get: (name) => byName.get(plain(name)) };
}
