import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { OptionsWithLegend } from '@grafana/schema';
import { DEFAULT_ANOMALIES_OPTIONS, type AnomaliesOptions } from '../ui/anomalies/model.ts';

/** Options as a saved panel holds them: every one may be missing. */
export interface SavedAnomaliesOptions extends Partial<AnomaliesOptions>, Partial<OptionsWithLegend> {
  /** Version of this form; `migrations.ts` has the steps. */
  version?: number;
}

export function addAnomaliesOptions(builder: PanelOptionsEditorBuilder<SavedAnomaliesOptions>): void {
  const defaults = DEFAULT_ANOMALIES_OPTIONS;
  builder
    .addSelect({
      path: 'method',
      name: t('panel.options.method', 'Method'),
      description: t(
        'panel.options.method-description',
        'Outlier compares the series with each other, the others each with its own past'
      ),
      defaultValue: defaults.method,
      settings: {
        options: [
          { value: 'auto', label: t('panel.options.method-auto', 'Automatic') },
          { value: 'zscore', label: t('panel.options.method-zscore', 'Z-score') },
          { value: 'iqr', label: t('panel.options.method-iqr', 'Interquartile range') },
          { value: 'mad', label: t('panel.options.method-mad', 'Median deviation') },
          { value: 'seasonal', label: t('panel.options.method-seasonal', 'Same time of day') },
          { value: 'outlier', label: t('panel.options.method-outlier', 'Outlier') },
        ],
      },
    })
    .addNumberInput({
      path: 'sensitivity',
      name: t('panel.options.sensitivity', 'Sensitivity'),
      description: t(
        'panel.options.sensitivity-description',
        'Between 0 and 1, higher finds more; above 1 it is the z threshold, higher finds less'
      ),
      defaultValue: defaults.sensitivity,
      settings: { min: 0.01, step: 0.05 },
    })
    .addRadio({
      path: 'direction',
      name: t('panel.options.direction', 'Look for'),
      defaultValue: defaults.direction,
      settings: {
        options: [
          { value: 'both', label: t('panel.options.direction-both', 'Both') },
          { value: 'up', label: t('panel.options.direction-up', 'Too high') },
          { value: 'down', label: t('panel.options.direction-down', 'Too low') },
        ],
      },
    })
    .addBooleanSwitch({
      path: 'showExpected',
      name: t('panel.options.expected', 'Expected band'),
      description: t('panel.options.expected-description', 'What was expected at each time, and within which bounds'),
      defaultValue: defaults.showExpected,
    })
    .addBooleanSwitch({
      path: 'showIncidents',
      name: t('panel.options.incidents', 'Incidents'),
      description: t('panel.options.incidents-description', 'Shaded in the drawing and listed below it'),
      defaultValue: defaults.showIncidents,
    })
    .addBooleanSwitch({
      path: 'forecast',
      name: t('panel.options.forecast', 'Forecast'),
      description: t(
        'panel.options.forecast-description',
        'With 80 and 95 % intervals, and the time at which thresholds are reached'
      ),
      defaultValue: defaults.forecast,
    })
    .addTextInput({
      path: 'horizon',
      name: t('panel.options.horizon', 'How far'),
      description: t(
        'panel.options.horizon-description',
        'A duration such as 6h; empty for one period of the data, or a quarter of their time'
      ),
      defaultValue: defaults.horizon,
      settings: { placeholder: t('panel.options.horizon-auto', 'one period') },
      showIf: ({ forecast }) => forecast !== false,
    })
    .addSelect({
      path: 'thresholdStyle',
      name: t('panel.options.thresholds', 'Show thresholds'),
      description: t(
        'panel.options.thresholds-description',
        'Those of the field options; a forecast says when it reaches them'
      ),
      defaultValue: defaults.thresholdStyle,
      settings: {
        options: [
          { value: 'off', label: t('panel.options.thresholds-off', 'Off') },
          { value: 'line', label: t('panel.options.thresholds-line', 'As lines') },
          { value: 'dashed', label: t('panel.options.thresholds-dashed', 'As dashed lines') },
          { value: 'area', label: t('panel.options.thresholds-area', 'As areas') },
        ],
      },
    });
}
