import { FieldType, type DataFrame } from '@grafana/data';
import { SEVERITIES, type Incident } from '../../core/anomaly/types.ts';
import { numberAt, textAt } from '../frames/values.ts';

const OWN_TEXTS = new Set(['title', 'text', 'severity', 'direction']);

/** Incidents of a frame, with the labels of their series. Rows without a start or a severity that we know are left out. */
export function readIncidents(frame: DataFrame): Array<{ labels: Record<string, string>; incident: Incident }> {
  const fields = new Map(frame.fields.map((field) => [field.name, field]));
  const number = (name: string, row: number) => {
    const field = fields.get(name);
    return field ? numberAt(field, row) : null;
  };
  const text = (name: string, row: number) => {
    const field = fields.get(name);
    return field ? textAt(field, row) : null;
  };
  const labelFields = frame.fields.filter(({ name, type }) => type === FieldType.string && !OWN_TEXTS.has(name));
  return Array.from({ length: frame.length }, (_, row) => {
    const start = number('time', row);
    const severity = SEVERITIES.find((one) => one === text('severity', row));
    if (start === null || severity === undefined) {
      return [];
    }
    const labels = labelFields.flatMap((field) => {
      const value = textAt(field, row);
      return value === null ? [] : [[field.name, value] as const];
    });
    const incident: Incident = {
      start,
      end: number('timeEnd', row) ?? start,
      peakTime: number('peak_time', row) ?? start,
      peakValue: number('peak', row) ?? NaN,
      expected: number('expected', row) ?? NaN,
      deviation: number('deviation', row) ?? NaN,
      direction: text('direction', row) === 'down' ? 'down' : 'up',
      severity,
      count: number('count', row) ?? 1,
      score: number('score', row) ?? NaN,
      pValue: number('p', row) ?? NaN,
      baselineN: number('baseline_n', row) ?? NaN,
      reason: text('text', row) ?? '',
    };
    return [{ labels: Object.fromEntries(labels), incident }];
  }).flat();
}
