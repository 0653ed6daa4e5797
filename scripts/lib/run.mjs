import { spawn } from 'node:child_process';

const STDIO = { all: ['inherit', 'inherit'], aside: [2, 2], errors: ['pipe', 'pipe'] };
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * While a child runs, a signal to this process is its signal; otherwise signals do what they always do.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {(signal: string) => void} [onSignal]
 */
export function passSignals(child, onSignal) {
  const pass = SIGNALS.map((signal) => [
    signal,
    () => {
      onSignal?.(signal);
      child.kill(signal);
    },
  ]);
  pass.forEach(([signal, handler]) => process.on(signal, handler));
  return () => pass.forEach(([signal, handler]) => process.off(signal, handler));
}

/** Somebody asked this process to end: whatever runs next must not. */
export class Interrupted extends Error {
  /** @param {string} signal */
  constructor(signal) {
    super(`stopped by ${signal}`);
  }
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
 * Runs a command in the repository and resolves with what it printed: each stream, and `output` of both as it came.
 * `show`: `all` lets it write to the terminal, `aside` to standard error alone, `errors` shows its output only if it fails,
 * as standard error.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string | undefined>, show?: 'all' | 'aside' | 'errors', allowFailure?: boolean }} options
 * @returns {Promise<{ code: number, stdout: string, stderr: string, output: string }>}
 * @throws CommandFailed unless it ends with 0, or with any code where failure is allowed; Interrupted after a signal to us.
 */
export function run(command, args, { cwd, env, show = 'errors', allowFailure = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', ...STDIO[show]],
    });
    let interrupted = '';
    const release = passSignals(child, (signal) => {
      interrupted = signal;
    });
    let stdout = '';
    let stderr = '';
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk) => {
      stderr += chunk;
      output += chunk;
    });
    child.on('error', (error) => {
      release();
      reject(error);
    });
    child.on('close', (code, signal) => {
      release();
      if (interrupted !== '') {
        reject(new Interrupted(interrupted));
        return;
      }
      if (code === 0 || (allowFailure && signal === null)) {
        resolve({ code: code ?? 1, stdout, stderr, output });
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
