import { css } from '@emotion/css';
import { Icon, useStyles2 } from '@grafana/ui';
import type { SortBy, SortColumn } from './model.ts';

interface Props {
  column: SortColumn;
  text: string;
  className: string;
  /** What the rows are ordered by now, and whether that is this column. */
  order: 'ascending' | 'descending' | undefined;
  /** Absent where the reader has no say. */
  onSort: ((sort: SortBy) => void) | undefined;
}

/** A column's head: a button where the rows can be ordered by it. */
export function SortHeader({ column, text, className, order, onSort }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <th scope="col" className={className} aria-sort={order}>
      {onSort ? (
        <button type="button" className={styles} onClick={() => onSort({ column, descending: order === 'ascending' })}>
          {text}
          {order && <Icon name={order === 'ascending' ? 'arrow-up' : 'arrow-down'} size="xs" aria-hidden="true" />}
        </button>
      ) : (
        text
      )}
    </th>
  );
}

const getStyles = () =>
  css({
    all: 'unset',
    cursor: 'pointer',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: '2px solid currentColor' },
  });
