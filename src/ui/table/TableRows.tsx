import { Fragment, type ReactNode } from 'react';
import type { RowItem } from './useRows.ts';

interface Props {
  items: readonly RowItem[];
  columns: number;
  children: (index: number) => ReactNode;
}

/** The body of a table: what is drawn of it, and empty room for the rest. */
export function TableRows({ items, columns, children }: Props) {
  return (
    <tbody>
      {items.map((item) =>
        item.kind === 'row' ? (
          <Fragment key={item.index}>{children(item.index)}</Fragment>
        ) : (
          <tr key={item.key} aria-hidden="true" style={{ height: item.height }}>
            <td colSpan={columns} style={{ padding: 0 }} />
          </tr>
        )
      )}
    </tbody>
  );
}
