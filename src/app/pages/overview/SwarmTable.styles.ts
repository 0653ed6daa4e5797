import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

export type SwarmTableStyles = ReturnType<typeof getSwarmTableStyles>;

export const getSwarmTableStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto', '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` } }),
  table: css({ width: '100%', borderCollapse: 'collapse', whiteSpace: 'nowrap' }),
  header: css({
    padding: theme.spacing(0.5, 1.5),
    borderBottom: `1px solid ${theme.colors.border.medium}`,
    fontWeight: theme.typography.fontWeightMedium,
    fontSize: theme.typography.bodySmall.fontSize,
    textAlign: 'left',
  }),
  sort: css({
    all: 'unset',
    cursor: 'pointer',
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    '&:hover': { color: theme.colors.text.primary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
  row: css({ '&:hover': { background: theme.colors.action.hover } }),
  cell: css({ padding: theme.spacing(1, 1.5), borderBottom: `1px solid ${theme.colors.border.weak}` }),
  name: css({
    textAlign: 'left',
    fontWeight: theme.typography.fontWeightMedium,
    maxWidth: 320,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
  number: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
  absent: css({ color: theme.colors.text.secondary, fontStyle: 'italic' }),
});
