import {
  FieldColorModeId,
  FieldConfigProperty,
  PanelPlugin,
  ThresholdsMode,
  type PanelOptionsEditorBuilder,
} from '@grafana/data';
import type { OptionsWithLegend } from '@grafana/schema';
import { commonOptionsBuilder } from '@grafana/ui';
import { suggestionsSupplier } from '../ui/suggestions.ts';
import { AnomaliesPanel } from './AnomaliesPanel.tsx';
import { migrateAnomaliesOptions } from './migrations.ts';
import { addAnomaliesOptions, type SavedAnomaliesOptions } from './options.ts';
import pluginJson from './plugin.json';
import { suggestAnomalies } from './suggestions.ts';

/**
 * The panel with every standard field option. No threshold by default: the standard default, 80, would have forecasts look
 * for the crossing of a value that nobody chose.
 */
export function createAnomaliesPanel(): PanelPlugin<SavedAnomaliesOptions> {
  return new PanelPlugin<SavedAnomaliesOptions>(AnomaliesPanel)
    .setMigrationHandler(migrateAnomaliesOptions)
    .setPanelOptions((builder) => {
      addAnomaliesOptions(builder);
      // Its type asks for options that always have a legend; saved ones may have none, which is the default.
      commonOptionsBuilder.addLegendOptions(builder as PanelOptionsEditorBuilder<OptionsWithLegend>, true);
    })
    .setSuggestionsSupplier(suggestionsSupplier(pluginJson, suggestAnomalies))
    .useFieldConfig({
      standardOptions: {
        [FieldConfigProperty.Color]: {
          defaultValue: { mode: FieldColorModeId.PaletteClassic },
          settings: { byValueSupport: false, bySeriesSupport: true },
        },
        [FieldConfigProperty.Thresholds]: {
          defaultValue: { mode: ThresholdsMode.Absolute, steps: [{ value: -Infinity, color: 'green' }] },
        },
      },
      // What a click on the legend hides is kept as an override of this.
      useCustomConfig: (builder) => commonOptionsBuilder.addHideFrom(builder),
    });
}
