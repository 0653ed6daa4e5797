import {
  formattedValueToString,
  getDisplayProcessor,
  type DisplayProcessor,
  type Field,
  type GrafanaTheme2,
  type LinkModel,
} from '@grafana/data';

/** The field's own display processor, or a new one for fields that no panel has prepared. */
export function displayOf(field: Field, theme: GrafanaTheme2): DisplayProcessor {
  return field.display ?? getDisplayProcessor({ field, theme });
}

/** A value in the field's unit, or `absent` (unless the field says what to show) where there is none. */
export function valueText(display: DisplayProcessor, field: Field, value: number | null, absent: string): string {
  if (value !== null) {
    return formattedValueToString(display(value));
  }
  const mapped = display(null).text;
  return field.config.noValue ?? (field.config.mappings?.length && mapped !== '' ? mapped : absent);
}

/** Data links of one row; those without a target are left out. */
export function linksOf(field: Field, rowIndex: number): LinkModel[] {
  return (field.getLinks?.({ valueRowIndex: rowIndex }) ?? []).filter((link) => link.href !== '' || link.onClick);
}
