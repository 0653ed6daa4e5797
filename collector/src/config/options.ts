import { parseArgs } from 'node:util';
import { ServiceError } from '../errors.ts';

export interface ServeOptions {
  host: string;
  port: number;
  /** Port of the WebSocket; undefined: the one after `port`, if it is free. */
  wsPort?: number;
  /** Folder of the store. */
  dataDir: string;
  /** claude-flow 3.x project folders to watch. */
  claudeFlow: string[];
  /** Configuration file; undefined: `performance-config.json` of the current folder, if it is there. */
  config?: string;
  demo: boolean;
  /** Bearer key; mandatory on every address but loopback. */
  key?: string;
}

export const DEFAULT_PORT = 3001;

export const SERVE_USAGE = `Usage: claude-flow-perf serve [options]

  --claude-flow DIR   watch a claude-flow 3.x project folder; may be given several times
  --config FILE       read inputs and settings (default ./performance-config.json, if it is there)
  --data DIR          keep the data here (default ./data)
  --host H            address to listen on (default 127.0.0.1; any other needs a key)
  --port N            port of page and API (default ${DEFAULT_PORT})
  --ws-port N         port of the WebSocket (default: the one after --port, if it is free)
  --no-demo           don't replay the demo recording while nothing real has come

The bearer key is read from CLAUDE_FLOW_PERF_KEY.`;

/** @throws ServiceError `CONFIG` with a sentence that says what to change. */
export function parseServeOptions(args: readonly string[], environment: NodeJS.ProcessEnv): ServeOptions {
  const values = parse(args);
  const host = values.host ?? '127.0.0.1';
  const key = environment['CLAUDE_FLOW_PERF_KEY'] || undefined;
  if (!isLoopback(host) && key === undefined) {
    throw new ServiceError(
      'CONFIG',
      `Listening on ${host} needs a key, or anybody on the network could read and write. Set CLAUDE_FLOW_PERF_KEY (for example to the output of "openssl rand -hex 32"), or leave --host away.`
    );
  }
  return {
    host,
    port: portOf('--port', values.port) ?? DEFAULT_PORT,
    wsPort: portOf('--ws-port', values['ws-port']),
    dataDir: values.data ?? './data',
    claudeFlow: values['claude-flow'] ?? [],
    config: values.config,
    demo: values.demo ?? true,
    ...(key === undefined ? {} : { key }),
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        'claude-flow': { type: 'string', multiple: true },
        config: { type: 'string' },
        data: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        'ws-port': { type: 'string' },
        demo: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new ServiceError('CONFIG', `${error instanceof Error ? error.message : String(error)}\n\n${SERVE_USAGE}`);
  }
}

function portOf(name: string, text: string | undefined): number | undefined {
  const port = text === undefined ? undefined : Number(text === '' ? NaN : text);
  if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > 65_535)) {
    throw new ServiceError('CONFIG', `${name} must be a number from 0 to 65535, not "${text}".`);
  }
  return port;
}
