import type { ReactNode } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ToolbarButton, useStyles2 } from '@grafana/ui';
import { Link, useLocation } from 'react-router-dom';
import { currentPage, PAGES } from '../host/pages.ts';
import type { ThemeMode } from '../host/useTheme.ts';

interface Props {
  mode: ThemeMode;
  onToggleTheme: () => void;
  children: ReactNode;
}

/** Name, navigation and theme switch around every page. */
export function Shell({ mode, onToggleTheme, children }: Props) {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const current = currentPage(pathname);
  return (
    <div className={styles.shell}>
      <div className={styles.bar}>
        <img src="/favicon.svg" alt="" width={24} height={24} />
        <span className={styles.name}>Claude-Flow Performance</span>
        <nav aria-label="Pages" className={styles.nav}>
          {PAGES.map((page) => (
            <Link
              key={page.path}
              to={page.path}
              className={cx(styles.link, page === current && styles.current)}
              aria-current={page === current ? 'page' : undefined}
            >
              {page.title}
            </Link>
          ))}
        </nav>
        <ToolbarButton
          icon="adjust-circle"
          variant="canvas"
          aria-label={mode === 'dark' ? 'Light theme' : 'Dark theme'}
          onClick={onToggleTheme}
        >
          {mode === 'dark' ? 'Light theme' : 'Dark theme'}
        </ToolbarButton>
      </div>
      <main className={styles.main}>{children}</main>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  shell: css({ minHeight: '100vh', background: theme.colors.background.canvas, color: theme.colors.text.primary }),
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(1, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  name: css({ fontWeight: theme.typography.fontWeightMedium }),
  nav: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2), flexGrow: 1 }),
  link: css({
    padding: theme.spacing(0.5, 0),
    color: theme.colors.text.secondary,
    borderBottom: '2px solid transparent',
    '&:hover': { color: theme.colors.text.primary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
  current: css({ color: theme.colors.text.primary, borderBottomColor: theme.colors.primary.main }),
  main: css({ maxWidth: 1440, margin: '0 auto', padding: theme.spacing(3, 2) }),
});
