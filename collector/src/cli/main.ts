import { parseServeOptions, SERVE_USAGE } from '../config/options.ts';
import { ServiceError } from '../errors.ts';
import { serve } from './serve.ts';

const USAGE = `Usage: claude-flow-perf <command>

Commands:
  serve    run collector, API and page

"claude-flow-perf <command> --help" says more.`;

/** Runs a command and sets the exit code: 0 for success, 1 for a failure that the message explains. */
export async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  try {
    if (command === 'serve') {
      if (rest.includes('--help')) {
        console.log(SERVE_USAGE);
        return;
      }
      await serve(parseServeOptions(rest, process.env));
    } else {
      const wanted = command === undefined || command === '--help' || command === 'help';
      (wanted ? console.log : console.error)(wanted ? USAGE : `Unknown command "${command}".\n\n${USAGE}`);
      process.exitCode = wanted ? 0 : 1;
    }
  } catch (error) {
    if (!(error instanceof ServiceError)) {
      throw error;
    }
    console.error(`claude-flow-perf: ${error.message}`);
    process.exitCode = 1;
  }
}
