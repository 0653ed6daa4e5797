import { css } from '@emotion/css';
import type { GrafanaTheme2, QueryEditorHelpProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, TextLink, useStyles2 } from '@grafana/ui';
import { DEFAULT_QUERY } from '../../core/query/model.ts';
import { completeQuery, type PerformanceQuery } from '../types.ts';
import { explainQuery } from './explain.ts';

/** What people ask first. */
export const EXAMPLES: ReadonlyArray<Partial<PerformanceQuery>> = [
  { type: 'swarms' },
  { type: 'timeseries', metric: 'task_duration', aggregation: 'p95' },
  { type: 'ranking', metric: 'task_duration' },
  { type: 'comparison', metrics: ['task_duration', 'error_rate', 'cost_usd'] },
  { type: 'timeseries', metric: 'cost_usd', groupBy: ['model'] },
  { type: 'anomalies', metric: 'task_duration' },
  { type: 'forecast', metric: 'token_usage', predictionHorizon: '6h' },
  { type: 'tasks', limit: 100, filters: [{ key: 'status', operator: 'eq', values: ['failed'] }] },
  { type: 'health', check: 'inputs' },
];

/** Shown in Explore before anything is asked, and beside the editor on request: examples, each with what it asks. */
export function QueryHelp({ query, onClickExample }: QueryEditorHelpProps<PerformanceQuery>) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <h2>{t('help.title', 'What can be asked')}</h2>
      <ul className={styles.list}>
        {EXAMPLES.map((example) => {
          const text = explainQuery(completeQuery({ refId: 'A', ...example }));
          return (
            <li key={text} className={styles.example}>
              <span>{text}</span>
              <Button
                size="sm"
                variant="secondary"
                aria-label={t('help.try', 'Ask: {{text}}', { text, interpolation: { escapeValue: false } })}
                onClick={() => onClickExample({ ...DEFAULT_QUERY, ...example, refId: query?.refId ?? 'A' })}
              >
                {t('help.ask', 'Ask')}
              </Button>
            </li>
          );
        })}
      </ul>
      <p>
        {t(
          'help.unknown',
          'What nobody measured stays empty and is never 0. A rank or a difference is only claimed where the data show it.'
        )}{' '}
        <TextLink href="/a/claudeflow-performance-app/inputs">{t('help.inputs', 'Where the data come from')}</TextLink>
      </p>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  example: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(2),
    padding: theme.spacing(0.5, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
});
