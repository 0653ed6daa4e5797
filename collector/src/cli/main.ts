import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { parseServeOptions, SERVE_USAGE } from '../config/options.ts';
import { ServiceError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { EXIT, type Command, type Place } from './command.ts';
import { doctorCommand } from './doctorCommand.ts';
import { initCommand } from './initCommand.ts';
import { scheduleCommand } from './scheduleCommand.ts';
import { statusCommand } from './statusCommand.ts';
import { visualizeCommand } from './visualizeCommand.ts';

const serveCommand: Command = {
  summary: 'run collector, API and page',
  usage: SERVE_USAGE,
  async run(args, { env }) {
    // The others answer at once: they need not load the engine.
    const { serve } = await import('./serve.ts');
    await serve(parseServeOptions(args, env));
    return EXIT.done;
  },
};

const COMMANDS: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  status: statusCommand,
  doctor: doctorCommand,
  init: initCommand,
  schedule: scheduleCommand,
  visualize: visualizeCommand,
};

const USAGE = `Usage: claude-flow-perf <command> [options]

Commands:
${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

"claude-flow-perf <command> --help" says more. Exit codes: 0 done, 1 failed, 3 done but something needs attention.`;

/** Runs a command and sets the exit code. "perf" may stand before it, as in "claude-flow perf status". */
export async function main(args: readonly string[]): Promise<void> {
  const [name, ...rest] = asWritten(args[0] === 'perf' ? args.slice(1) : args);
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name === '--version' || name === '-v') {
    console.log(VERSION);
  } else if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(COMMANDS[rest[0] ?? '']?.usage ?? USAGE);
  } else if (!command) {
    fail(`Unknown command "${name}". "claude-flow-perf --help" lists them.`);
  } else if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.usage);
  } else {
    await run(command, rest);
  }
}

/** The integration guide's "report schedule" makes a schedule. */
function asWritten(args: readonly string[]): readonly string[] {
  return args[0] === 'report' && args[1] === 'schedule' ? ['schedule', 'add', ...args.slice(2)] : args;
}

async function run(command: Command, args: readonly string[]): Promise<void> {
  try {
    const code = await command.run(args, thisPlace());
    if (code !== EXIT.done) {
      process.exitCode = code;
    }
  } catch (error) {
    if (!(error instanceof ServiceError)) {
      throw error;
    }
    fail(error.message);
  }
}

function fail(message: string): void {
  console.error(`claude-flow-perf: ${message}`);
  process.exitCode = EXIT.failed;
}

function thisPlace(): Place {
  const { env, stdin, stdout } = process;
  return {
    env,
    cwd: process.cwd(),
    home: env['HOME'] || homedir(),
    colour: stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    print: (text) => console.log(text),
    confirm: stdin.isTTY && stdout.isTTY ? confirm : undefined,
  };
}

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // The end of the input, or Ctrl-C, is a no.
    const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    const answer = await Promise.race([terminal.question(`${question} [y/N] `), ended]);
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
