import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DEFAULT_RANKING_OPTIONS, type RankingOptions } from '../ui/ranking/model.ts';

/** Options as a saved panel holds them: every one may be missing. */
export interface SavedRankingOptions extends Partial<RankingOptions> {
  /** Version of this form; `migrations.ts` has the steps. */
  version?: number;
}

export function addRankingOptions(builder: PanelOptionsEditorBuilder<SavedRankingOptions>): void {
  builder
    .addRadio({
      path: 'sort',
      name: t('panel.options.sort', 'Order'),
      description: t('panel.options.sort-description', 'Auto puts the best first where the data say what is better'),
      defaultValue: DEFAULT_RANKING_OPTIONS.sort,
      settings: {
        options: [
          { value: 'auto', label: t('panel.options.sort-auto', 'Auto') },
          { value: 'asc', label: t('panel.options.sort-ascending', 'Ascending') },
          { value: 'desc', label: t('panel.options.sort-descending', 'Descending') },
        ],
      },
    })
    .addNumberInput({
      path: 'limit',
      name: t('panel.options.limit', 'Rows'),
      description: t('panel.options.limit-description', 'Most rows to show; 0 shows all'),
      defaultValue: DEFAULT_RANKING_OPTIONS.limit,
      settings: { min: 0, integer: true },
    })
    .addBooleanSwitch({
      path: 'showInterval',
      name: t('panel.options.interval', 'Intervals'),
      defaultValue: DEFAULT_RANKING_OPTIONS.showInterval,
    })
    .addBooleanSwitch({
      path: 'showSamples',
      name: t('panel.options.samples', 'Sample sizes'),
      defaultValue: DEFAULT_RANKING_OPTIONS.showSamples,
    });
}
