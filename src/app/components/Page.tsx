import type { ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';

interface Props {
  actions?: ReactNode;
  children: ReactNode;
  'data-testid': string;
}

/** A page inside Grafana's frame, which takes title and breadcrumbs from plugin.json. */
export function Page({ actions, children, 'data-testid': testId }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <PluginPage actions={actions}>
      <div className={styles.content} data-testid={testId}>
        {children}
      </div>
    </PluginPage>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  content: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
});
