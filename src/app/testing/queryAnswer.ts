import { dataFrameToJSON, type DataFrame } from '@grafana/data';

/** What `/api/ds/query` answers when one query gives these frames. */
export function queryAnswer(frames: DataFrame[]) {
  return { results: { A: { status: 200, frames: frames.map((frame) => dataFrameToJSON(frame)) } } };
}
