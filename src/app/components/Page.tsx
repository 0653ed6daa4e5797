import type { ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, NavModelItem } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import pluginJson from '../../plugin.json';
import { pageUrl } from '../constants.ts';

interface Props {
  /** Of a page that is not in plugin.json. */
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  'data-testid': string;
}

/** A page inside Grafana's frame, which takes title and breadcrumbs from plugin.json unless it has a title of its own. */
export function Page({ title, actions, children, 'data-testid': testId }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <PluginPage actions={actions} pageNav={title === undefined ? undefined : nav(title)}>
      <div className={styles.content} data-testid={testId}>
        {children}
      </div>
    </PluginPage>
  );
}

function nav(text: string): NavModelItem {
  return { text, parentItem: { text: pluginJson.name, url: pageUrl('overview') } };
}

const getStyles = (theme: GrafanaTheme2) => ({
  content: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
});
