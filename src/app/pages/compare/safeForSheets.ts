import { FieldType, type DataFrame } from '@grafana/data';

/** What a spreadsheet takes for a formula at the start of a cell. */
const FORMULA = /^[=+\-@\t\r]/;

/** The frame with texts that no spreadsheet runs; numbers stay numbers. */
export function safeForSheets(frame: DataFrame): DataFrame {
  return {
    ...frame,
    fields: frame.fields.map((field) =>
      field.type === FieldType.string
        ? {
            ...field,
            values: field.values.map((value: unknown) =>
              typeof value === 'string' && FORMULA.test(value) ? `'${value}` : value
            ),
          }
        : field
    ),
  };
}
