import { useMemo } from 'react';
import { css, cx } from '@emotion/css';
import {
  applyFieldOverrides,
  FieldType,
  formattedValueToString,
  type DataFrame,
  type Field,
  type GrafanaTheme2,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { formatTime } from '../../ui/format.ts';
import { shorten } from '../../ui/text.ts';

/** Rows that are shown; more would be slow to read and to draw. */
const MOST_ROWS = 500;

interface Props {
  frame: DataFrame;
  label: string;
  /** Names of fields to show, in order; all where nothing is said. The first is the row's name. */
  fields?: readonly string[];
  /** Headers for people, by the name of the field, where the frame brings none. */
  headers?: Readonly<Record<string, string>>;
  /** What stands in the table's place when there is no row. */
  empty: string;
}

/** A frame as a real table: values in their units, unknown ones named as such, names only ever text. */
export function FrameTable({ frame, label, fields, headers = {}, empty }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const shown = useMemo(() => {
    const [prepared] = applyFieldOverrides({
      data: [frame],
      fieldConfig: { defaults: {}, overrides: [] },
      replaceVariables: (text) => text,
      theme,
    });
    return fields === undefined
      ? prepared.fields
      : fields.flatMap((name) => prepared.fields.find((field) => field.name === name) ?? []);
  }, [frame, fields, theme]);
  if (frame.length === 0) {
    return <p>{empty}</p>;
  }
  const rows = Array.from({ length: Math.min(frame.length, MOST_ROWS) }, (_, row) => row);
  return (
    <div className={styles.scroll} role="group" aria-label={label} tabIndex={0}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {shown.map((field) => (
              <th key={field.name} scope="col" className={cx(styles.cell, styles.header, alignment(field, styles))}>
                {headers[field.name] ?? field.config.displayName ?? field.config.displayNameFromDS ?? field.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              {shown.map((field, column) => (
                <Cell key={field.name} field={field} row={row} isName={column === 0} styles={styles} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {frame.length > MOST_ROWS && (
        <p>
          {t('frame-table.more', 'Only the first {{shown}} of {{rows}} rows are shown.', {
            shown: MOST_ROWS,
            rows: frame.length,
          })}
        </p>
      )}
    </div>
  );
}

type Styles = ReturnType<typeof getStyles>;

function Cell({ field, row, isName, styles }: { field: Field; row: number; isName: boolean; styles: Styles }) {
  const text = textOf(field, row);
  const content =
    text === undefined ? (
      <span className={styles.absent}>{t('frame-table.absent', 'not known')}</span>
    ) : (
      <bdi title={text.length > 80 ? shorten(text, 400) : undefined}>{shorten(text, 80)}</bdi>
    );
  const className = cx(styles.cell, alignment(field, styles));
  return isName ? (
    <th scope="row" className={cx(className, styles.name)}>
      {content}
    </th>
  ) : (
    <td className={className}>{content}</td>
  );
}

function textOf(field: Field, row: number): string | undefined {
  const value: unknown = field.values[row];
  if (value === null || value === undefined || value === '' || (typeof value === 'number' && !Number.isFinite(value))) {
    return undefined;
  }
  if (field.type === FieldType.time && typeof value === 'number') {
    return formatTime(value);
  }
  return field.type === FieldType.number && field.display
    ? formattedValueToString(field.display(value))
    : String(value);
}

const alignment = (field: Field, styles: Styles) => field.type === FieldType.number && styles.number;

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto', '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` } }),
  table: css({ width: '100%', borderCollapse: 'collapse', whiteSpace: 'nowrap' }),
  header: css({
    borderBottom: `1px solid ${theme.colors.border.medium}`,
    fontWeight: theme.typography.fontWeightMedium,
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    textAlign: 'left',
  }),
  cell: css({ padding: theme.spacing(0.75, 1.5), borderBottom: `1px solid ${theme.colors.border.weak}` }),
  name: css({ textAlign: 'left', fontWeight: theme.typography.fontWeightMedium }),
  number: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
  absent: css({ color: theme.colors.text.secondary, fontStyle: 'italic' }),
});
