import { resolve } from 'node:path';
import { parseConfig } from '../config/file.ts';
import type { InputConfig } from '../config/inputs.ts';
import { ServiceError } from '../errors.ts';
import { otherSwarm, RESOURCE } from './resource.ts';
import { judge, settingsBlock, wantedVariables, type Setting, type Wish } from './telemetry.ts';

/** What a file will hold, and what of it is new. */
export interface FilePlan {
  path: string;
  /** The whole new text; undefined when nothing changes. */
  text?: string;
  /** What is merged in; the rest of a settings file may hold secrets, so only this is ever shown. */
  added: object;
  /** One line a change. */
  changes: string[];
  /** What is set otherwise and stays so, since it belongs to whoever set it, and what that means. */
  kept: Kept[];
}

export interface Kept {
  name: string;
  message: string;
}

/** An input as the configuration file names it; defaults are left to the collector. */
export type FoundInput =
  { kind: 'claude-flow' | 'claude-flow-2'; folder: string } | { kind: 'claude-code-transcripts'; folder?: string };

/**
 * The configuration with the inputs that it lacks.
 * @throws ServiceError `CONFIG` when what is there is not valid: nothing is written over it.
 */
export function planConfig(
  path: string,
  text: string | undefined,
  found: readonly FoundInput[],
  base: string
): FilePlan {
  const configured = text === undefined ? [] : parseConfig(text, path).inputs;
  const known = new Set(configured.map((input) => keyOf(input, base)));
  const added = found.filter((input) => !known.has(keyOf(input, base)));
  if (text !== undefined && added.length === 0) {
    return { path, added: {}, changes: [], kept: [] };
  }
  const raw = text === undefined ? {} : object(JSON.parse(text));
  const inputs = Array.isArray(raw['inputs']) ? raw['inputs'] : [];
  return {
    path,
    text: write({ ...raw, inputs: [...inputs, ...added] }),
    added: { inputs: added },
    changes: added.map((input) => `input ${input.kind}${input.folder === undefined ? '' : ` ${input.folder}`}`),
    kept: [],
  };
}

/**
 * Claude Code's settings with the variables that they lack. Nothing that is there is changed.
 * @param asked swarm and topology that a person named, who has to know where the settings name others
 * @param stronger the resource attributes of a file that is laid over this one
 * @throws ServiceError `CONFIG` when what is there is not valid.
 */
export function planSettings(
  path: string,
  text: string | undefined,
  wish: Wish,
  asked: Pick<Partial<Wish>, 'swarm' | 'topology'> = {},
  stronger?: Setting
): FilePlan {
  const raw = text === undefined || text.trim() === '' ? {} : parseObject(text, path);
  const there = raw['env'];
  if (there !== undefined && (typeof there !== 'object' || there === null || Array.isArray(there))) {
    throw new ServiceError('CONFIG', `${path}: "env" is no object. Mend it; nothing was written.`);
  }
  const env = object(there ?? {});
  const wanted = settingsBlock(wantedVariables(wish));
  const missing = Object.entries(wanted).filter(([name]) => !Object.hasOwn(env, name));
  const set = new Map(
    Object.entries(env).map(([name, value]) => [name, { value: String(value), from: path }] as const)
  );
  const other = otherSwarm(stronger ?? set.get(RESOURCE), asked);
  const kept = judge(set, { ...wish, keyed: false }).flatMap(({ name, state }) =>
    state !== 'ok' && Object.hasOwn(env, name) && !(name === RESOURCE && other)
      ? [{ name, message: 'is set otherwise and stays so: "claude-flow-perf doctor" says more' }]
      : []
  );
  return {
    path,
    ...(missing.length === 0 ? {} : { text: write({ ...raw, env: { ...env, ...Object.fromEntries(missing) } }) }),
    added: { env: Object.fromEntries(missing) },
    changes: missing.map(([name, value]) => `${name}=${value}`),
    kept: [...kept, ...(other === undefined ? [] : [{ name: RESOURCE, message: other }])],
  };
}

/** Two entries for one place are one input. */
function keyOf(input: InputConfig | FoundInput, base: string): string {
  const folder = 'folder' in input && input.folder !== undefined ? resolve(base, input.folder) : '';
  return input.kind === 'claude-code-transcripts' ? input.kind : `${input.kind} ${folder}`;
}

function parseObject(text: string, path: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
      return { ...json };
    }
  } catch {
    // Told below: the parser's own message would quote the file.
  }
  throw new ServiceError('CONFIG', `${path} is not a valid JSON object. Mend it; nothing was written.`);
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const write = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
