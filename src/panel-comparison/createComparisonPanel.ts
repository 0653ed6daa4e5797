import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { ComparisonPanel } from './ComparisonPanel.tsx';
import { migrateComparisonOptions } from './migrations.ts';
import { addComparisonOptions, type SavedComparisonOptions } from './options.ts';
import { suggestionsSupplier } from '../ui/suggestions.ts';
import pluginJson from './plugin.json';
import { suggestComparison } from './suggestions.ts';

/**
 * The panel with every standard field option. The default colour is one fixed hue: the standard default, thresholds in
 * green and red, would claim that a value is good or bad.
 */
export function createComparisonPanel(): PanelPlugin<SavedComparisonOptions> {
  return new PanelPlugin<SavedComparisonOptions>(ComparisonPanel)
    .setMigrationHandler(migrateComparisonOptions)
    .setPanelOptions(addComparisonOptions)
    .setSuggestionsSupplier(suggestionsSupplier(pluginJson, suggestComparison))
    .useFieldConfig({
      standardOptions: {
        [FieldConfigProperty.Color]: {
          defaultValue: { mode: FieldColorModeId.Fixed, fixedColor: 'blue' },
          settings: { byValueSupport: true },
        },
      },
    });
}
