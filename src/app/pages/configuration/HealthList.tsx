import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import { testIds } from '../../../ui/testIds.ts';
import type { LayerCheck } from './checkLayers.ts';

const ICONS: Record<LayerCheck['state'], IconName> = {
  ok: 'check-circle',
  warning: 'exclamation-triangle',
  fault: 'exclamation-circle',
  'not checked': 'question-circle',
};

/** The layers in order, each with its state in words and, at fault, what to do. */
export function HealthList({ checks }: { checks: readonly LayerCheck[] }) {
  const styles = useStyles2(getStyles);
  return (
    <ol className={styles.list} aria-label={t('health.label', 'Way from this page to the data')}>
      {checks.map(({ name, state, message, action }) => (
        <li key={name} className={styles.layer} data-testid={testIds.configuration.layer}>
          <Icon name={ICONS[state]} className={styles[state]} />
          <div>
            <strong>
              {name}: {stateText(state)}
            </strong>
            <div className={styles.message}>{message}</div>
            {action !== undefined && <div>{action}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function stateText(state: LayerCheck['state']): string {
  switch (state) {
    case 'ok':
      return t('health.state-ok', 'works');
    case 'warning':
      return t('health.state-warning', 'works, with a reservation');
    case 'fault':
      return t('health.state-fault', 'at fault');
    case 'not checked':
      return t('health.state-not-checked', 'not checked');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
  }),
  layer: css({ display: 'flex', gap: theme.spacing(1) }),
  message: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  ok: css({ color: theme.colors.success.text }),
  warning: css({ color: theme.colors.warning.text }),
  fault: css({ color: theme.colors.error.text }),
  'not checked': css({ color: theme.colors.text.secondary }),
});
