import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import type { Rejection } from '../../ingest/account.ts';

/** What a request holds: for each of its items either the records it gives or why it is refused. */
export interface Decoded {
  items: Array<IngestRecord[] | Rejection>;
  /** Items that measure nothing we keep. */
  ignored: number;
}
