import { useMemo, useState } from 'react';
import { LoadingState, type PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PanelDataErrorView } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';
import { ComparisonView } from '../ui/comparison/ComparisonView.tsx';
import { problemText } from '../ui/comparison/describe.ts';
import { inputsOf, readComparison } from '../ui/comparison/readComparison.ts';
import { readComparisonOptions } from './migrations.ts';
import type { SavedComparisonOptions } from './options.ts';

export function ComparisonPanel({
  id,
  data,
  options,
  fieldConfig,
  width,
  height,
  replaceVariables,
}: PanelProps<SavedComparisonOptions>) {
  const saved = useMemo(() => readComparisonOptions(options), [options]);
  const baseline = replaceVariables(saved.baseline);
  const current = useMemo(() => ({ ...saved, baseline: baselineOf(baseline) }), [saved, baseline]);
  const inputs = useMemo(() => inputsOf(data.series), [data.series]);
  const [wanted, setWanted] = useState(0);
  const input = Math.min(wanted, inputs.length - 1);
  const result = useMemo(() => readComparison(inputs[input], current), [inputs, input, current]);
  if (result.ok) {
    return (
      <ComparisonView
        set={result.value}
        inputs={inputs}
        input={input}
        onInput={setWanted}
        options={current}
        width={width}
        height={height}
      />
    );
  }
  const { problem } = result;
  if (problem.kind === 'no-data' && data.state === LoadingState.Loading) {
    return <LoadingPlaceholder text={t('panel.waiting', 'Waiting for data…')} />;
  }
  const text = problemText(problem);
  return (
    <PanelDataErrorView
      panelId={id}
      data={data}
      fieldConfig={fieldConfig}
      message={problem.kind === 'no-data' ? (fieldConfig.defaults.noValue ?? text) : text}
      needsNumberField
    />
  );
}

/** A variable that is set to "All" names no single group. */
function baselineOf(text: string): string {
  return /^\{.*,.*\}$|^\$__all$|^All$/.test(text) ? '' : text;
}
