import { cx } from '@emotion/css';
import { Icon } from '@grafana/ui';
import type { SwarmSort } from './sortSwarms.ts';
import type { SwarmTableStyles } from './SwarmTable.styles.ts';

interface Props {
  id: string;
  header: string;
  description?: string;
  alignEnd?: boolean;
  sort: SwarmSort;
  onSort: (sort: SwarmSort) => void;
  styles: SwarmTableStyles;
}

export function SortHeader({ id, header, description, alignEnd = false, sort, onSort, styles }: Props) {
  const active = sort.column === id;
  return (
    <th
      scope="col"
      className={cx(styles.header, alignEnd && styles.number)}
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={styles.sort}
        title={description}
        onClick={() => onSort({ column: id, descending: active && !sort.descending })}
      >
        {header}
        {active && <Icon name={sort.descending ? 'arrow-down' : 'arrow-up'} size="sm" />}
      </button>
    </th>
  );
}
