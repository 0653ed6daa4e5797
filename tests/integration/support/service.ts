import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../../collector/bin/claude-flow-perf.mjs', import.meta.url));
/** The recorded claude-flow project that comes with the collector. */
export const RECORDING = fileURLToPath(new URL('../../../collector/demo/claude-flow-3-recording', import.meta.url));

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** The launcher as a person would run it, and what became of it. */
export class Launched {
  private out = '';
  private err = '';
  readonly exit: Promise<Exit>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk) => {
      this.out += String(chunk);
    });
    child.stderr?.on('data', (chunk) => {
      this.err += String(chunk);
    });
    this.exit = once(child, 'close').then(([code, signal]) => ({ code, signal, stdout: this.out, stderr: this.err }));
  }

  static run(args: readonly string[], env: Record<string, string> = {}): Launched {
    const child = spawn(process.execPath, [LAUNCHER, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Launched(child);
  }

  get stdout(): string {
    return this.out;
  }

  get stderr(): string {
    return this.err;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}

/** A running service. */
export class Service {
  private constructor(
    readonly url: string,
    readonly process: Launched
  ) {}

  /** Resolves when it says that it is ready. */
  static async start(args: readonly string[], env: Record<string, string> = {}): Promise<Service> {
    const launched = Launched.run(['serve', '--port', '0', '--ws-port', '0', ...args], env);
    const url = await Promise.race([
      urlOf(launched),
      launched.exit.then(({ stderr }) => Promise.reject(new Error(stderr))),
    ]);
    return new Service(url, launched);
  }

  async json(path: string, init?: RequestInit): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, init);
    return response.json();
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  async postJson(path: string, body: unknown): Promise<unknown> {
    return (await this.post(path, body)).json();
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    this.process.signal(signal);
    return this.process.exit;
  }
}

async function urlOf(launched: Launched): Promise<string> {
  for (;;) {
    const url = /API\s+(http:\S+)\/api\/v1\/swarms/.exec(launched.stdout)?.[1];
    if (url !== undefined && launched.stdout.includes('Stop with Ctrl-C')) {
      return url;
    }
    await pause(20);
  }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Tries again until it succeeds; then gives the last error. */
export async function eventually<T>(attempt: () => Promise<T>, withinMs = 10_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
      await pause(50);
    }
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Folders and processes of one test file, taken away after it. */
export class Workplace {
  private readonly folders: string[] = [];
  private readonly services: Launched[] = [];

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'claude-flow-perf-test-'));
    this.folders.push(folder);
    return folder;
  }

  async start(args: readonly string[], env?: Record<string, string>): Promise<Service> {
    const service = await Service.start(args, env);
    this.services.push(service.process);
    return service;
  }

  run(args: readonly string[], env?: Record<string, string>): Launched {
    const launched = Launched.run(args, env);
    this.services.push(launched);
    return launched;
  }

  async clear(): Promise<void> {
    for (const service of this.services.filter(({ running }) => running)) {
      service.signal('SIGKILL');
      await service.exit;
    }
    await Promise.all(this.folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}
