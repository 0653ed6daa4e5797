import type { ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router-dom';
import { currentPage } from './pages.ts';

export interface HostPageProps {
  actions?: ReactNode;
  /** Of a page that the menu does not list. */
  pageNav?: { text: string };
  children: ReactNode;
}

/** A page with its title and actions, as Grafana frames the pages of an app. */
export function HostPage({ actions, pageNav, children }: HostPageProps) {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  return (
    <>
      <header className={styles.header}>
        <h1 className={styles.title}>{pageNav?.text ?? currentPage(pathname)?.title}</h1>
        {actions}
      </header>
      {children}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(2),
  }),
  title: css({ margin: 0, fontSize: theme.typography.h2.fontSize }),
});
