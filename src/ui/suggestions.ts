import type { DataFrame, PanelDataSummary, VisualizationSuggestion } from '@grafana/data';

/** Grafana's scores: the enum is not used, so that this file imports types alone. */
export const SCORES = { best: 100, good: 70, ok: 50 } as const;

type Suggest<Options> = (frames: readonly DataFrame[]) => Array<VisualizationSuggestion<Options>>;

/** What Grafana 12 hands to a supplier; it has nothing in common with what later versions do. */
interface OldBuilder<Options> {
  data?: { series: DataFrame[] };
  getListAppender(defaults: object): { append(suggestion: VisualizationSuggestion<Options>): void };
}

/** A supplier of suggestions that every supported Grafana takes: 12 calls its method, later versions call it. */
export function suggestionsSupplier<Options>(plugin: { id: string; name: string }, suggest: Suggest<Options>) {
  return Object.assign((summary: PanelDataSummary) => suggest(summary.rawFrames ?? []), {
    getSuggestionsForData(builder: OldBuilder<Options>) {
      const list = builder.getListAppender({
        name: plugin.name,
        pluginId: plugin.id,
        options: {},
        fieldConfig: { defaults: {}, overrides: [] },
      });
      for (const suggestion of suggest(builder.data?.series ?? [])) {
        list.append(suggestion);
      }
    },
  });
}
