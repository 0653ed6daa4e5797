import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName, QueryResultMetaNotice } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';

const ICONS: Record<QueryResultMetaNotice['severity'], IconName> = {
  info: 'info-circle',
  warning: 'exclamation-triangle',
  error: 'exclamation-circle',
};

/** What the data source wants the reader to know: what was cut, estimated or left out. */
export function NoticeList({ notices }: { notices: readonly QueryResultMetaNotice[] }) {
  const styles = useStyles2(getStyles);
  if (notices.length === 0) {
    return null;
  }
  return (
    <ul className={styles.list} aria-label={t('notices.label', 'Notices')}>
      {notices.map(({ severity, text }) => (
        <li key={text} className={styles.notice}>
          <Icon name={ICONS[severity] ?? ICONS.info} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  notice: css({
    display: 'flex',
    gap: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
});
