import { tableFromIPC, type Table } from 'apache-arrow';
import type { Service } from './service.ts';

const TYPE = 'application/vnd.claudeflow.frames';

/** Asks for the binary answer and reads it by its description: the tables of each query, by refId. */
export async function queryArrow(service: Service, queries: readonly object[]): Promise<Map<string, Table[]>> {
  const response = await service.post('/api/v1/query', { queries }, { accept: TYPE });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.headers.get('content-type') !== TYPE || bytes.subarray(0, 4).toString('latin1') !== 'CFPF') {
    throw new Error(`${response.status} ${bytes.toString('utf8')}`);
  }
  let at = 12 + bytes.readUInt32LE(8);
  const header = JSON.parse(bytes.subarray(12, at).toString('utf8')) as {
    results: Array<{ refId: string; frames: number[] }>;
  };
  return new Map(
    header.results.map(({ refId, frames }) => [
      refId,
      frames.map((length) => {
        at += length;
        return tableFromIPC(bytes.subarray(at - length, at));
      }),
    ])
  );
}
