import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Too narrow for bars: intervals become text. */
const NARROW = '@container (max-width: 420px)';
/** Too narrow for movement, trends and chances. */
const MEDIUM = '@container (max-width: 620px)';
/** Too narrow for sample sizes as well. */
const TINY = '@container (max-width: 280px)';

export type RankingStyles = ReturnType<typeof getRankingStyles>;

/** The view is a size container, so that the same table fits a small panel and a wide page without measuring itself. */
export const getRankingStyles = (theme: GrafanaTheme2) => {
  const cell = {
    padding: theme.spacing(0.5, 1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    verticalAlign: 'middle',
  } as const;
  const number = { ...cell, textAlign: 'right', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' } as const;
  return {
    view: css({
      containerType: 'inline-size',
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      minHeight: 0,
      overflow: 'auto',
    }),
    headline: css({ margin: 0, fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
    scroll: css({ overflow: 'auto', minHeight: 'min(120px, 100%)', flexGrow: 1 }),
    table: css({ width: '100%', borderCollapse: 'collapse', tableLayout: 'auto' }),
    caption: css({
      captionSide: 'bottom',
      padding: theme.spacing(1, 1, 0),
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      textAlign: 'left',
    }),
    header: css({
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
    }),
    headerNumber: css({ textAlign: 'right' }),
    row: css({
      '&:hover': { background: theme.colors.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
    }),
    rank: css({
      ...number,
      position: 'relative',
      textAlign: 'left',
      fontWeight: theme.typography.fontWeightMedium,
      width: '1%',
    }),
    name: css({
      ...cell,
      textAlign: 'left',
      fontWeight: theme.typography.fontWeightRegular,
      maxWidth: 0,
      width: '30%',
      minWidth: 90,
    }),
    nameLine: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), minWidth: 0 }),
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
      cursor: 'pointer',
      color: theme.colors.text.link,
      '&:hover': { textDecoration: 'underline' },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
    }),
    topology: css({
      display: 'block',
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    value: css({ ...number, width: '1%' }),
    narrowInterval: css({
      display: 'none',
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      [NARROW]: { display: 'block' },
    }),
    bar: css({ ...cell, minWidth: 80, [NARROW]: { display: 'none' } }),
    barHeader: css({ [NARROW]: { display: 'none' } }),
    extraHeader: css({ [MEDIUM]: { display: 'none' } }),
    extra: css({ ...cell, position: 'relative', whiteSpace: 'nowrap', width: '1%', [MEDIUM]: { display: 'none' } }),
    extraNumber: css({ ...number, width: '1%', [MEDIUM]: { display: 'none' } }),
    samples: css({ ...number, width: '1%', [TINY]: { display: 'none' } }),
    spoken: css({
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clipPath: 'inset(50%)',
      whiteSpace: 'nowrap',
    }),
    samplesHeader: css({ textAlign: 'right', [TINY]: { display: 'none' } }),
  };
};
