import { parseArgs } from 'node:util';
import { ServiceError } from '../errors.ts';

/** 2 is left to the gate, for a regression. */
export const EXIT = {
  done: 0,
  /** It could not be done; standard error says why and what to do. */
  failed: 1,
  /** Done, and something needs attention. */
  attention: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Where a command runs, so that it can be run anywhere. */
export interface Place {
  env: NodeJS.ProcessEnv;
  cwd: string;
  home: string;
  /** Standard output is a terminal that shows colours. */
  colour: boolean;
  print(text: string): void;
  /** Asks a person for yes or no; undefined where nobody can answer. */
  confirm: ((question: string) => Promise<boolean>) | undefined;
}

export interface Command {
  summary: string;
  usage: string;
  /** @throws ServiceError with what to do, when it can't be done. */
  run(args: readonly string[], place: Place): Promise<ExitCode>;
}

const COMMON = {
  json: { type: 'boolean' },
  url: { type: 'string' },
  key: { type: 'string' },
} as const;

export const COMMON_USAGE = `  --url URL       the collector (default CLAUDE_FLOW_PERF_URL, else http://127.0.0.1:3001)
  --key KEY       its key (default CLAUDE_FLOW_PERF_KEY, which other users of the machine can't see)
  --json          one JSON object on standard output
  --help          this text`;

type Options = Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>;
type Values<T extends Options> = {
  [K in keyof T]?: T[K] extends { type: 'boolean' } ? boolean : T[K] extends { multiple: true } ? string[] : string;
};

/**
 * Options of a command, the common ones with them.
 * @throws ServiceError `CONFIG` for an option that is unknown or lacks its value.
 */
export function parseOptions<const T extends Options>(
  name: string,
  args: readonly string[],
  options: T
): Values<T & typeof COMMON> {
  try {
    const config = { args: [...args], options: { ...COMMON, ...options }, allowPositionals: false, strict: true };
    return parseArgs(config).values as Values<T & typeof COMMON>;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new ServiceError('CONFIG', `${reason.replace(/\.$/, '')}. See "claude-flow-perf ${name} --help".`);
  }
}
