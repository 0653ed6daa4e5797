import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import type { SystemHealth } from '../health.ts';
import type { InputStatus } from '../ingest/account.ts';
import { CollectorClient } from './collector.ts';
import { COMMON_USAGE, EXIT, parseOptions, type Command, type ExitCode } from './command.ts';
import { statusText } from './statusText.ts';
import { ServiceError } from '../errors.ts';

/** What the collector says of itself. */
export interface Status {
  url: string;
  version: string;
  state: SystemHealth['state'];
  overall: SystemHealth['overall'];
  /** ms */
  uptime: number;
  demo: boolean;
  progress?: SystemHealth['progress'];
  inputs: InputStatus[];
  records: { tasks: number; steps: number; samples: number };
  swarms: SwarmSummary[];
}

export const statusCommand: Command = {
  summary: 'what comes in, what is stored, how the collector is',
  usage: `Usage: claude-flow-perf status [options]

Asks the running collector for its inputs, counts and swarms.

${COMMON_USAGE}

Ends with 0, with 3 when an input is degraded or the collector is not ready, with 1 when none answers.`,
  async run(args, place) {
    const { json, ...where } = parseOptions('status', args, {});
    const status = await readStatus(CollectorClient.of(where, place));
    place.print(json ? JSON.stringify(status, null, 2) : statusText(status, place, Date.now()));
    return exitOf(status);
  },
};

function exitOf({ overall, state }: Status): ExitCode {
  return overall === 'healthy' && state === 'ready' ? EXIT.done : EXIT.attention;
}

/** @throws ServiceError when no collector answers, or it refuses the key. */
export async function readStatus(collector: CollectorClient): Promise<Status> {
  // Public, and also answered while the folders are still being read.
  const { body: health } = await collector.ask('/api/v1/health');
  if (typeof health['overall'] !== 'string' || typeof health['version'] !== 'string') {
    throw new ServiceError(
      'INTERNAL',
      `${collector.url} is answered by another program than the collector. Name the collector with --url.`
    );
  }
  const [{ inputs }, { swarms }, { records }] = await Promise.all([
    collector.get('/api/v1/inputs'),
    collector.get('/api/v1/swarms'),
    collector.get('/api/v1/info'),
  ]);
  const { version, state, overall, uptime, demo, progress } = health;
  return { url: collector.url, version, state, overall, uptime, demo, progress, inputs, records, swarms } as Status;
}
