import type { PanelOptionsEditorBuilder, SelectableValue } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DEFAULT_RANKING_OPTIONS, type RankingOptions } from '../ui/ranking/model.ts';

/** Options as a saved panel holds them: every one may be missing. */
export interface SavedRankingOptions extends Partial<RankingOptions> {
  /** Weights of the score, by metric id; readers move them in the panel. */
  weights?: Record<string, number>;
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
    })
    .addBooleanSwitch({
      path: 'showChance',
      name: t('panel.options.chance', 'P(best)'),
      description: t('panel.options.chance-description', 'Share of bootstrap draws in which a row has the best value'),
      defaultValue: DEFAULT_RANKING_OPTIONS.showChance,
    })
    .addBooleanSwitch({
      path: 'showMovement',
      name: t('panel.options.movement', 'Movement'),
      defaultValue: DEFAULT_RANKING_OPTIONS.showMovement,
    })
    .addSelect({
      path: 'previous',
      name: t('panel.options.previous', 'Moved against'),
      description: t(
        'panel.options.previous-description',
        'Query with the ranking of an earlier time or of a baseline; it is not shown itself'
      ),
      defaultValue: DEFAULT_RANKING_OPTIONS.previous,
      settings: {
        options: [timeComparison()],
        getOptions: async ({ data }) => [
          timeComparison(),
          ...[...new Set(data.flatMap(({ refId }) => refId ?? []))].map((refId) => ({ value: refId, label: refId })),
        ],
      },
    })
    .addBooleanSwitch({
      path: 'showTrend',
      name: t('panel.options.trend', 'Trends'),
      description: t('panel.options.trend-description', 'Draws the series that has the name of the row'),
      defaultValue: DEFAULT_RANKING_OPTIONS.showTrend,
    })
    .addBooleanSwitch({
      path: 'showControls',
      name: t('panel.options.controls', 'Controls'),
      description: t('panel.options.controls-description', 'Metric, weights, search and copy'),
      defaultValue: DEFAULT_RANKING_OPTIONS.showControls,
    });
}

function timeComparison(): SelectableValue<string> {
  return { value: '', label: t('panel.options.previous-auto', 'time comparison of the panel') };
}
