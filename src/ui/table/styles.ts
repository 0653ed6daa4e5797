import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

export type TableStyles = ReturnType<typeof getTableStyles>;

/** Tables of figures: sticky heads, right-aligned numbers, a visible focus. */
export const getTableStyles = (theme: GrafanaTheme2) => {
  const cell = {
    padding: theme.spacing(0.5, 1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    verticalAlign: 'middle',
  } as const;
  const header = {
    padding: theme.spacing(0.5, 1),
    position: 'sticky',
    top: 0,
    zIndex: 1,
    background: theme.colors.background.primary,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    textAlign: 'left',
    whiteSpace: 'nowrap',
  } as const;
  const small = { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize } as const;
  return {
    scroll: css({ overflow: 'auto', minHeight: 'min(120px, 100%)', flexGrow: 1 }),
    table: css({ width: '100%', borderCollapse: 'collapse' }),
    caption: css({ ...small, captionSide: 'bottom', padding: theme.spacing(1, 1, 0), textAlign: 'left' }),
    header: css(header),
    headerNumber: css({ ...header, textAlign: 'right' }),
    row: css({
      '&:hover': { background: theme.colors.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
    }),
    cell: css(cell),
    tight: css({ ...cell, whiteSpace: 'nowrap', width: '1%' }),
    number: css({ ...cell, width: '1%', textAlign: 'right', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }),
    spoken: css({
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clipPath: 'inset(50%)',
      whiteSpace: 'nowrap',
    }),
    small: css({ ...small, display: 'block', whiteSpace: 'nowrap' }),
    name: css({
      ...cell,
      textAlign: 'left',
      fontWeight: theme.typography.fontWeightRegular,
      maxWidth: 0,
      width: '25%',
      minWidth: 120,
    }),
    nameLine: css({ display: 'flex', minWidth: 0 }),
    nameText: css({
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      minWidth: 0,
      maxWidth: '100%',
    }),
    link: css({
      all: 'unset',
      display: 'inline-flex',
      minWidth: 0,
      maxWidth: '100%',
      cursor: 'pointer',
      color: theme.colors.text.link,
      '&:hover': { textDecoration: 'underline' },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
    }),
  };
};
