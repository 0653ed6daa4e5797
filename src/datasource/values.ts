import type { MetricFindValue } from '@grafana/data';
import { isRecord } from '../ui/guards.ts';

/** Reads the answer to a single `values` query, in Grafana's JSON form; what is not of that form lists nothing. */
export function readValues(answer: unknown, refId: string): MetricFindValue[] {
  const results = isRecord(answer) ? answer.results : undefined;
  const result = isRecord(results) ? results[refId] : undefined;
  const frame: unknown = isRecord(result) && Array.isArray(result.frames) ? result.frames[0] : undefined;
  const data = isRecord(frame) ? frame.data : undefined;
  const columns: unknown = isRecord(data) ? data.values : undefined;
  const [texts, values] = Array.isArray(columns) ? columns : [];
  return Array.isArray(values)
    ? values.flatMap((value: unknown, row) => {
        const text: unknown = Array.isArray(texts) ? texts[row] : undefined;
        return typeof value === 'string' ? [{ text: typeof text === 'string' ? text : value, value }] : [];
      })
    : [];
}
