import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** While a child runs, a signal to this process is its signal; otherwise signals do what they always do. */
function passSignals(child) {
  const pass = SIGNALS.map((signal) => [signal, () => child.kill(signal)]);
  pass.forEach(([signal, handler]) => process.on(signal, handler));
  return () => pass.forEach(([signal, handler]) => process.off(signal, handler));
}

export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {number | null} code
   * @param {string | null} signal
   */
  constructor(command, code, signal) {
    super(`"${command}" ended with ${signal ?? `exit code ${code}`}`);
    this.signal = signal;
  }
}

/**
 * Runs a command in the repository and resolves with what it printed.
 * `show`: `all` lets it write to the terminal, `errors` shows its output only if it fails, as standard error.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string | undefined>, show?: 'all' | 'errors', allowFailure?: boolean }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { cwd, env, show = 'errors', allowFailure = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: show === 'all' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    const release = passSignals(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (error) => {
      release();
      reject(error);
    });
    child.on('close', (code, signal) => {
      release();
      if (code === 0 || (allowFailure && signal === null)) {
        resolve({ code: code ?? 1, output });
        return;
      }
      process.stderr.write(output);
      reject(new CommandFailed([command, ...args].join(' '), code, signal));
    });
  });
}

/** Whether a program is on the PATH. @param {string} program @param {string[]} args */
export async function has(program, args = ['--version']) {
  try {
    await run(program, args, { cwd: process.cwd() });
    return true;
  } catch {
    return false;
  }
}
