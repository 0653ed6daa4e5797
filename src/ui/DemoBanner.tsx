import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import { testIds } from './testIds.ts';

/** Says that what is shown comes from the bundled demonstration and not from the reader's own swarms. */
export function DemoBanner() {
  const styles = useStyles2(getStyles);
  return (
    <div role="note" className={styles.banner} data-testid={testIds.demoBanner}>
      <Icon name="info-circle" />
      <span>{t('demo.banner', 'Demo data: replayed recording, stub model. These are not your swarms.')}</span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  banner: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.radius.default,
    border: `1px solid ${theme.colors.warning.border}`,
    background: theme.colors.warning.transparent,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
