import type { IngestRecord } from '../../../src/core/metrics/records.ts';
import { InputAccount } from '../ingest/account.ts';
import type { Submitter } from '../ingest/ingestor.ts';

export interface Collected extends Submitter {
  readonly records: IngestRecord[];
  readonly descriptions: IngestRecord[];
}

/** Takes everything and keeps it in order, for tests of what an input makes of its files. */
export function collecting(): Collected {
  const records: IngestRecord[] = [];
  const descriptions: IngestRecord[] = [];
  return {
    records,
    descriptions,
    async submit(_: InputAccount, own, described = []) {
      records.push(...own);
      descriptions.push(...described);
      return { stored: own.length, duplicates: 0, rejected: [] };
    },
  };
}

export const account = () => new InputAccount('tests', 'tests');
