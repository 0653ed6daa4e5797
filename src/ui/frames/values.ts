import { FieldType, type DataFrame, type Field } from '@grafana/data';

/** The finite number at a row; null for everything else, since an unknown value must never look like one. */
export function numberAt(field: Field, rowIndex: number): number | null {
  const value: unknown = field.values[rowIndex];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The text at a row; null when it is missing or empty. */
export function textAt(field: Field, rowIndex: number): string | null {
  const value: unknown = field.values[rowIndex];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The first field of a name and type; undefined when the frame has none. */
export function fieldNamed(frame: DataFrame, name: string, type: FieldType): Field | undefined {
  return frame.fields.find((field) => field.name === name && field.type === type);
}
