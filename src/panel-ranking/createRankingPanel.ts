import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { suggestionsSupplier } from '../ui/suggestions.ts';
import { migrateRankingOptions } from './migrations.ts';
import { addRankingOptions, type SavedRankingOptions } from './options.ts';
import pluginJson from './plugin.json';
import { RankingPanel } from './RankingPanel.tsx';
import { suggestRanking } from './suggestions.ts';

/**
 * The panel with every standard field option. The default colour is one fixed hue: the standard default, thresholds in
 * green and red, would claim that a value is good or bad.
 */
export function createRankingPanel(): PanelPlugin<SavedRankingOptions> {
  return new PanelPlugin<SavedRankingOptions>(RankingPanel)
    .setMigrationHandler(migrateRankingOptions)
    .setPanelOptions(addRankingOptions)
    .setSuggestionsSupplier(suggestionsSupplier(pluginJson, suggestRanking))
    .useFieldConfig({
      standardOptions: {
        [FieldConfigProperty.Color]: {
          defaultValue: { mode: FieldColorModeId.Fixed, fixedColor: 'blue' },
          settings: { byValueSupport: true },
        },
      },
    });
}
