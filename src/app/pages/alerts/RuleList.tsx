import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { TextLink, useStyles2 } from '@grafana/ui';
import type { AlertRule } from '../../../core/alerting/rule.ts';
import type { RuleState } from './alerting.ts';

/** Every rule with its state; its runbook opens below it, and is open where a message's link asked for it. */
export function RuleList({ rules, open }: { rules: readonly RuleState[]; open?: string }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list}>
      {rules.map(({ rule, state }) => (
        <li key={rule.uid} className={styles.item}>
          <details open={rule.uid === open}>
            <summary className={styles.summary}>
              {rule.title} · {rule.severity} · {stateText(state)}
            </summary>
            <Runbook rule={rule} />
            {state !== undefined && (
              <TextLink href={`/alerting/grafana/${rule.uid}/view`}>
                {t('alerts.open', 'Open the rule in Grafana')}
              </TextLink>
            )}
          </details>
        </li>
      ))}
    </ul>
  );
}

/** The words of docs/runbooks.md, where the message leads. */
function Runbook({ rule: { runbook } }: { rule: AlertRule }) {
  return (
    <>
      <p>{runbook.meaning}</p>
      <strong>{t('alerts.look', 'Look at')}</strong>
      <ul>
        {runbook.look.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <strong>{t('alerts.act', 'Do')}</strong>
      <ul>
        {runbook.act.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <strong>{t('alerts.not', 'Never raised by')}</strong>
      <p>{runbook.not}</p>
    </>
  );
}

function stateText(state: string | undefined): string {
  switch (state) {
    case undefined:
      return t('alerts.state-missing', 'not there');
    case 'inactive':
      return t('alerts.state-inactive', 'quiet');
    case 'pending':
      return t('alerts.state-pending', 'about to fire');
    case 'firing':
      return t('alerts.state-firing', 'fires');
    case 'recovering':
      return t('alerts.state-recovering', 'recovers');
    default:
      return state;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  item: css({ padding: theme.spacing(1, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }),
  summary: css({ cursor: 'pointer', marginBottom: theme.spacing(1) }),
});
