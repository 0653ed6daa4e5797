import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import { InputAccount } from '../../ingest/account.ts';
import { timeOf } from '../../ingest/check.ts';
import type { Submitter } from '../../ingest/ingestor.ts';
import { ProjectReader } from '../claude-flow-3/projectReader.ts';

export interface Recording {
  /** In order of event time. */
  records: IngestRecord[];
  from: number;
  to: number;
}

/** Reads the recorded project folder with the same reader that watches real ones. */
export async function loadRecording(folder: string): Promise<Recording> {
  const records: IngestRecord[] = [];
  const collect: Submitter = {
    async submit(_, own, descriptions = []) {
      records.push(...own, ...descriptions);
      return { stored: own.length, duplicates: 0, rejected: [] };
    },
  };
  await new ProjectReader(folder, 'demo', new InputAccount('demo', 'demo'), collect).readOnce();
  const work = records.filter((record) => record.type === 'task');
  return {
    records: records.sort((a, b) => timeOf(a) - timeOf(b)),
    from: Math.min(...work.map((task) => task.createdAt ?? task.endedAt)),
    to: Math.max(...work.map((task) => task.endedAt)),
  };
}
