import { t } from '@grafana/i18n';
import { Combobox, Field, MultiCombobox, Stack } from '@grafana/ui';
import { isComparable, METRICS } from '../../../core/metrics/catalogue.ts';
import { shorten } from '../../../ui/text.ts';

export interface CompareSelection {
  /** None means every swarm. */
  swarms: string[];
  /** Metric ids, at least one. */
  metrics: string[];
  /** Absent: each against each. */
  baseline?: string;
}

interface Props {
  known: readonly string[];
  selection: CompareSelection;
  onChange: (selection: CompareSelection) => void;
}

const METRIC_CHOICES = METRICS.filter(isComparable).map(({ id, name }) => ({ value: id, label: name }));

export function CompareForm({ known, selection, onChange }: Props) {
  const options = known.map((id) => ({ value: id, label: shorten(id, 80) }));
  return (
    <Stack gap={2} wrap="wrap">
      <Field
        label={t('compare.swarms', 'Swarms')}
        description={t('compare.swarms-description', 'None chosen means all of them')}
        noMargin
      >
        <MultiCombobox
          id="compare-swarms"
          options={options}
          value={selection.swarms}
          onChange={(chosen) => onChange({ ...selection, swarms: chosen.map(({ value }) => value) })}
          placeholder={t('compare.swarms-placeholder', 'All swarms')}
          width={40}
        />
      </Field>
      <Field
        label={t('compare.baseline', 'Baseline')}
        description={t('compare.baseline-description', 'None chosen compares each with each')}
        noMargin
      >
        <Combobox
          id="compare-baseline"
          options={options}
          value={selection.baseline ?? null}
          onChange={(chosen) => onChange({ ...selection, baseline: chosen?.value })}
          isClearable
          width={30}
        />
      </Field>
      <Field
        label={t('compare.metrics', 'Metrics')}
        description={t('compare.metrics-description', 'What is compared per unit of work')}
        noMargin
      >
        <MultiCombobox
          id="compare-metrics"
          options={METRIC_CHOICES}
          value={selection.metrics}
          onChange={(chosen) =>
            chosen.length > 0 && onChange({ ...selection, metrics: chosen.map(({ value }) => value) })
          }
          width={40}
        />
      </Field>
    </Stack>
  );
}
