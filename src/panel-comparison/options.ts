import {
  FieldType,
  type FieldOverrideContext,
  type PanelOptionsEditorBuilder,
  type SelectableValue,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { DEFAULT_COMPARISON_OPTIONS, type ComparisonOptions } from '../ui/comparison/model.ts';

/** Options as a saved panel holds them: every one may be missing. */
export interface SavedComparisonOptions extends Partial<ComparisonOptions> {
  /** Version of this form; `migrations.ts` has the steps. */
  version?: number;
}

export function addComparisonOptions(builder: PanelOptionsEditorBuilder<SavedComparisonOptions>): void {
  builder
    .addRadio({
      path: 'view',
      name: t('panel.options.view', 'View'),
      description: t('panel.options.view-description', 'What is shown first; readers can switch'),
      defaultValue: DEFAULT_COMPARISON_OPTIONS.view,
      settings: {
        options: [
          { value: 'distributions', label: t('panel.options.view-distributions', 'Distributions') },
          { value: 'differences', label: t('panel.options.view-differences', 'Differences') },
          { value: 'tradeoffs', label: t('panel.options.view-tradeoffs', 'Trade-offs') },
        ],
      },
    })
    .addRadio({
      path: 'distribution',
      name: t('panel.options.distribution', 'Samples as'),
      description: t('panel.options.distribution-description', 'Data without samples show their intervals'),
      defaultValue: DEFAULT_COMPARISON_OPTIONS.distribution,
      settings: {
        options: [
          { value: 'box', label: t('panel.options.distribution-box', 'Box') },
          { value: 'strip', label: t('panel.options.distribution-strip', 'Points') },
          { value: 'interval', label: t('panel.options.distribution-interval', 'Interval') },
        ],
      },
    })
    .addTextInput({
      path: 'baseline',
      name: t('panel.options.baseline', 'Baseline'),
      description: t(
        'panel.options.baseline-description',
        'Group that the others are held against at first, or a variable such as $swarm; empty compares every pair'
      ),
      defaultValue: DEFAULT_COMPARISON_OPTIONS.baseline,
      settings: { placeholder: t('panel.options.baseline-none', 'every pair') },
    })
    .addSelect({
      path: 'groupBy',
      name: t('panel.options.group-by', 'Groups by'),
      description: t('panel.options.group-by-description', 'Text field or label whose values are compared'),
      defaultValue: DEFAULT_COMPARISON_OPTIONS.groupBy,
      settings: {
        options: [automatic()],
        allowCustomValue: true,
        getOptions: async (context) => [automatic(), ...namesIn(context)],
      },
    })
    .addSelect({
      path: 'typeBy',
      name: t('panel.options.type-by', 'Task type by'),
      description: t('panel.options.type-by-description', 'Text field that tells the kind of work of a row'),
      defaultValue: DEFAULT_COMPARISON_OPTIONS.typeBy,
      settings: {
        options: [automatic()],
        allowCustomValue: true,
        getOptions: async (context) => [automatic(), ...namesIn(context)],
      },
    })
    .addRadio({
      path: 'direction',
      name: t('panel.options.direction', 'Better is'),
      description: t('panel.options.direction-description', 'Auto knows the metrics of our own data source'),
      defaultValue: DEFAULT_COMPARISON_OPTIONS.direction,
      settings: {
        options: [
          { value: 'auto', label: t('panel.options.direction-auto', 'Auto') },
          { value: 'lower', label: t('panel.options.direction-lower', 'Lower') },
          { value: 'higher', label: t('panel.options.direction-higher', 'Higher') },
        ],
      },
    });
}

function automatic(): SelectableValue<string> {
  return { value: '', label: t('panel.options.automatic', 'found by itself') };
}

/** Text fields and labels of the data at hand. */
function namesIn({ data }: FieldOverrideContext): Array<SelectableValue<string>> {
  const fields = data.flatMap((frame) => frame.fields);
  const texts = fields.filter(({ type }) => type === FieldType.string).map(({ name }) => name);
  const labels = fields.flatMap((field) => Object.keys(field.labels ?? {}));
  return [...new Set([...texts, ...labels])].map((name) => ({ value: name, label: name }));
}
