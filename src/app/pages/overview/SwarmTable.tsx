import { useMemo, useState } from 'react';
import { cx } from '@emotion/css';
import { t } from '@grafana/i18n';
import { TextLink, useStyles2 } from '@grafana/ui';
import type { SwarmSummary } from '../../../core/metrics/swarm.ts';
import { formatNumber, formatTime } from '../../../ui/format.ts';
import { shorten } from '../../../ui/text.ts';
import { swarmColumns, type SwarmColumn } from './columns.ts';
import { swarmUrl } from '../../constants.ts';
import { SortHeader } from './SortHeader.tsx';
import { sortSwarms, type SwarmSort } from './sortSwarms.ts';
import { getSwarmTableStyles } from './SwarmTable.styles.ts';

/** The key figures of every swarm, one row each. */
export function SwarmTable({ swarms }: { swarms: readonly SwarmSummary[] }) {
  const styles = useStyles2(getSwarmTableStyles);
  const columns = useMemo(() => swarmColumns(), []);
  const [sort, setSort] = useState<SwarmSort>({ column: 'swarm', descending: false });
  const sorted = useMemo(() => sortSwarms(swarms, columns, sort), [swarms, columns, sort]);
  const label = t('swarms.label', 'Swarms');
  return (
    <div className={styles.scroll} role="group" aria-label={label} tabIndex={0}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <SortHeader id="swarm" header={t('swarms.swarm', 'Swarm')} sort={sort} onSort={setSort} styles={styles} />
            {columns.map((column) => (
              <SortHeader
                key={column.id}
                id={column.id}
                header={column.header}
                description={column.description}
                alignEnd={column.kind === 'number'}
                sort={sort}
                onSort={setSort}
                styles={styles}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((swarm) => (
            <tr key={swarm.swarmId} className={styles.row}>
              <th scope="row" className={cx(styles.cell, styles.name)}>
                <SwarmName id={swarm.swarmId} />
              </th>
              {columns.map((column) => (
                <ValueCell key={column.id} column={column} swarm={swarm} styles={styles} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SwarmName({ id }: { id: string }) {
  return (
    <TextLink href={swarmUrl(id)}>
      <bdi title={shorten(id, 400)}>{shorten(id, 80)}</bdi>
    </TextLink>
  );
}

interface ValueCellProps {
  column: SwarmColumn;
  swarm: SwarmSummary;
  styles: ReturnType<typeof getSwarmTableStyles>;
}

function ValueCell({ column, swarm, styles }: ValueCellProps) {
  const text = valueText(column, swarm);
  return (
    <td className={cx(styles.cell, column.kind === 'number' && styles.number, text === undefined && styles.absent)}>
      {text === undefined ? absentText(column) : <bdi>{text}</bdi>}
    </td>
  );
}

function absentText({ kind }: SwarmColumn): string {
  return kind === 'number' ? t('swarms.absent', 'not measured') : t('swarms.unknown', 'unknown');
}

function valueText(column: SwarmColumn, swarm: SwarmSummary): string | undefined {
  if (column.kind === 'text') {
    const text = column.value(swarm);
    return text === undefined ? undefined : shorten(text, 60);
  }
  const value = column.value(swarm);
  if (value === undefined || !Number.isFinite(value)) {
    return undefined;
  }
  return column.kind === 'time' ? formatTime(value) : formatNumber(value, column.unit);
}
