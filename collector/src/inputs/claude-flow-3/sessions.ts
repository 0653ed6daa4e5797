import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UNASSIGNED_SWARM, type SampleRecord } from '../../../../src/core/metrics/records.ts';
import { finite, object, string, time } from '../narrow.ts';
import { JsonFile } from './jsonFile.ts';

/** More sessions than this are not looked at, newest first by name. */
const MOST_SESSIONS = 5000;

/**
 * Ended sessions of `.claude-flow/sessions`: each file is written once, when its session ends. What is running and what
 * `session_save` saved has no end and is not told. The hook counts inside (edits, commands, tasks, errors) are no tasks and
 * are not read.
 */
export class SessionFolder {
  private readonly done = new Set<string>();

  constructor(
    private readonly folder: string,
    private readonly scope: string
  ) {}

  async read(): Promise<SampleRecord[]> {
    const records: SampleRecord[] = [];
    for (const name of await sessionFiles(this.folder)) {
      if (!this.done.has(name)) {
        const reading = await new JsonFile(join(this.folder, name)).read();
        if (reading.state === 'changed') {
          this.done.add(name);
          records.push(...sessionSamples(reading.value, this.scope));
        }
      }
    }
    return records;
  }

  /** Everything is handed over again by the next reading. */
  again(): void {
    this.done.clear();
  }
}

async function sessionFiles(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /^session-.*\.json$/.test(name))
      .sort()
      .slice(-MOST_SESSIONS);
  } catch {
    return [];
  }
}

/** One session and how long it was open, from its file. */
export function sessionSamples(value: unknown, scope: string): SampleRecord[] {
  const session = object(value);
  const sessionId = string(session?.['id']);
  const startedAt = time(session?.['startedAt']);
  const endedAt = time(session?.['endedAt']);
  if (!session || !sessionId || startedAt === undefined || endedAt === undefined) {
    return [];
  }
  const duration = finite(session['duration']) ?? endedAt - startedAt;
  const sample = (metricType: 'SESSION_COUNT' | 'SESSION_DURATION', amount: number): SampleRecord => ({
    type: 'sample',
    id: `${sessionId}|${metricType}`,
    source: 'claude-flow-3/sessions',
    scope,
    timestamp: endedAt,
    swarmId: UNASSIGNED_SWARM,
    metricType,
    value: amount,
    unit: metricType === 'SESSION_COUNT' ? 'count' : 'ms',
    tags: {},
    metadata: { source: 'coordinator', priority: 'low', category: 'business', dimensions: [] },
    provenance: 'measured',
  });
  return [sample('SESSION_COUNT', 1), ...(duration >= 0 ? [sample('SESSION_DURATION', duration)] : [])];
}
