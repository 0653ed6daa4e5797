import { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { AnalysisClient } from '../analysis/AnalysisClient.ts';
import { DemoBanner } from '../DemoBanner.tsx';
import { hasDemoData } from '../frames/meta.ts';
import { NoticeList } from '../NoticeList.tsx';
import { headline } from '../ranking/describe.ts';
import { testIds } from '../testIds.ts';
import { ComparisonToolbar, type Chosen } from './ComparisonToolbar.tsx';
import { DifferenceTable } from './DifferenceTable.tsx';
import { DistributionTable } from './DistributionTable.tsx';
import type { Compared, ComparisonInput, ComparisonOptions, SampleSet, TestedSet } from './model.ts';
import { TradeOffs } from './TradeOffs.tsx';
import { useComparison } from './useComparison.ts';

interface Props {
  set: TestedSet | SampleSet;
  inputs: readonly ComparisonInput[];
  input: number;
  onInput: (index: number) => void;
  options: ComparisonOptions;
  width: number;
  height: number;
  /** Who compares; all panels of a page share one by default. */
  client?: AnalysisClient;
}

/** Smaller panels show the finding and the figures alone. */
const LEAST_FOR_CONTROLS = { width: 260, height: 180 };

/** Who is better, how sure that is, and the samples, differences and trade-offs behind it. */
export function ComparisonView({ set, inputs, input, onInput, options, width, height, client }: Props) {
  const styles = useStyles2(getStyles);
  const [choice, setChoice] = useState<Partial<Chosen>>({});
  const fixed = set.kind === 'tested' ? set.comparison.baseline : undefined;
  const types = set.kind === 'samples' ? set.types : [];
  const type = choice.type !== undefined && types.includes(choice.type) ? choice.type : '';
  const baseline = fixed ?? choice.baseline ?? options.baseline;
  const { value, loading, error } = useComparison(set, inputs[input], { baseline, type }, client);
  const metrics = value?.comparison.metrics ?? [];
  const chosen: Chosen = {
    view: choice.view ?? options.view,
    metric: metrics.find(({ metric }) => metric === choice.metric)?.metric ?? metrics[0]?.metric ?? '',
    baseline,
    type,
  };
  const roomy = width >= LEAST_FOR_CONTROLS.width && height >= LEAST_FOR_CONTROLS.height;
  return (
    <div className={styles.view} style={{ height }} data-testid={testIds.comparison.view}>
      {hasDemoData(inputs[input].frames) && <DemoBanner />}
      {roomy && (
        <ComparisonToolbar
          chosen={chosen}
          onChange={(changed) => setChoice({ ...choice, ...changed })}
          metrics={metrics}
          groups={set.kind === 'tested' ? set.comparison.groups : set.groups}
          types={types}
          baselineIsFixed={fixed !== undefined}
          inputs={inputs.map(({ name }) => name)}
          input={input}
          onInput={onInput}
          loading={loading}
        />
      )}
      {error !== undefined && (
        <Alert severity="error" title={t('comparison.error.title', 'The comparison failed')}>
          {error}
        </Alert>
      )}
      {value ? (
        <Findings value={value} chosen={chosen} options={options} width={width} />
      ) : (
        error === undefined && <LoadingPlaceholder text={t('comparison.loading', 'Comparing…')} />
      )}
    </div>
  );
}

interface FindingsProps {
  value: Compared;
  chosen: Chosen;
  options: ComparisonOptions;
  width: number;
}

function Findings({ value, chosen, options, width }: FindingsProps) {
  const styles = useStyles2(getStyles);
  const { comparison, notices } = value;
  const metric = comparison.metrics.find((one) => one.metric === chosen.metric);
  const groups = comparison.groups;
  const baseline =
    comparison.baseline ?? (groups.includes(chosen.baseline) && chosen.baseline !== '' ? chosen.baseline : undefined);
  return (
    <>
      <div aria-live="polite">
        <p className={styles.headline} data-testid={testIds.comparison.summary}>
          {headline({ winner: comparison.overallWinner, tested: true })}
        </p>
        {metric && comparison.metrics.length > 1 && chosen.view !== 'tradeoffs' && (
          <p className={styles.metricLine}>{sentence(metric.winner.reason)}</p>
        )}
      </div>
      <NoticeList notices={notices} />
      {chosen.view === 'tradeoffs' && <TradeOffs compared={value} />}
      {chosen.view === 'distributions' && metric && (
        <DistributionTable
          compared={value}
          metric={metric}
          baseline={baseline}
          style={options.distribution}
          width={width}
        />
      )}
      {chosen.view === 'differences' && metric && (
        <DifferenceTable compared={value} metric={metric} baseline={baseline} width={width} />
      )}
    </>
  );
}

function sentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minHeight: 0, overflow: 'auto' }),
  headline: css({ margin: 0, fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
  metricLine: css({ margin: 0, color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
});
