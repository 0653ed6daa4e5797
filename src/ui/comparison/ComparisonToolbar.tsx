import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { nameText } from './describe.ts';
import { COMPARISON_VIEWS, type ComparisonViewName } from './model.ts';
import { Picker } from '../Picker.tsx';

export interface Chosen {
  view: ComparisonViewName;
  metric: string;
  baseline: string;
  type: string;
}

interface Props {
  chosen: Chosen;
  onChange: (chosen: Partial<Chosen>) => void;
  metrics: ReadonlyArray<{ metric: string; name: string }>;
  groups: readonly string[];
  types: readonly string[];
  /** True where the data were tested against one baseline, so that there is none to choose. */
  baselineIsFixed: boolean;
  inputs: readonly string[];
  input: number;
  onInput: (index: number) => void;
  loading: boolean;
}

/** More in a list would take longer to draw than to type. */
const MOST_LISTED = 1000;

export function ComparisonToolbar({
  chosen,
  onChange,
  metrics,
  groups,
  types,
  baselineIsFixed,
  inputs,
  input,
  onInput,
  loading,
}: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.bar} role="group" aria-label={t('comparison.toolbar', 'What is compared')}>
      <RadioButtonGroup
        size="sm"
        aria-label={t('comparison.view', 'View')}
        value={chosen.view}
        options={COMPARISON_VIEWS.map((value) => ({ value, label: viewName(value) }))}
        onChange={(view) => onChange({ view })}
      />
      {inputs.length > 1 && (
        <Picker
          label={t('comparison.input', 'Query')}
          value={String(input)}
          options={inputs.map((name, index) => ({ value: String(index), label: nameText(name, 40) }))}
          onChange={(value) => onInput(Number(value))}
        />
      )}
      {metrics.length > 1 && chosen.view !== 'tradeoffs' && (
        <Picker
          label={t('comparison.metric', 'Metric')}
          value={chosen.metric}
          options={metrics.map(({ metric, name }) => ({ value: metric, label: nameText(name, 40) }))}
          onChange={(metric) => onChange({ metric })}
        />
      )}
      {groups.length > 1 && (
        <Picker
          label={t('comparison.baseline-picker', 'Baseline')}
          value={chosen.baseline}
          options={[
            { value: '', label: t('comparison.baseline-none', 'none: every pair') },
            ...groups.slice(0, MOST_LISTED).map((group) => ({ value: group, label: nameText(group, 40) })),
          ].filter(({ value }, index) => index === 0 || value !== '')}
          onChange={(baseline) => onChange({ baseline })}
          disabled={baselineIsFixed}
          tooltip={
            baselineIsFixed
              ? t('comparison.baseline-fixed', 'The query names the baseline: only pairs with it were tested.')
              : undefined
          }
        />
      )}
      {types.length > 0 && (
        <Picker
          label={t('comparison.type', 'Task type')}
          value={chosen.type}
          options={[
            { value: '', label: t('comparison.type-all', 'all') },
            ...types.slice(0, MOST_LISTED).map((type) => ({ value: type, label: nameText(type, 40) })),
          ]}
          onChange={(type) => onChange({ type })}
        />
      )}
      <span role="status" className={styles.status}>
        {loading ? t('comparison.loading', 'Comparing…') : ''}
      </span>
    </div>
  );
}

function viewName(view: ComparisonViewName): string {
  switch (view) {
    case 'distributions':
      return t('comparison.view-distributions', 'Distributions');
    case 'differences':
      return t('comparison.view-differences', 'Differences');
    case 'tradeoffs':
      return t('comparison.view-tradeoffs', 'Trade-offs');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  status: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
