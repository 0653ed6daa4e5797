import type { Chart } from '../../../src/core/chart/chart.ts';
import type { ChartTheme } from '../../../src/core/chart/look.ts';
import { chartOf } from '../charts/chartOf.ts';
import { renderChart, type RenderedChart } from '../charts/renderChart.ts';
import { chartRequestSchema, type ChartFormat, type ChartInput } from '../charts/schema.ts';
import { parseWith } from '../parse.ts';
import type { Store } from '../store/store.ts';

/** Charts of what is stored, or of numbers of one's own: the same as `POST /api/v1/charts`. */
export class VisualizationRenderer {
  constructor(private readonly store: () => Store) {}

  /** @throws ServiceError `BAD_REQUEST`, `UNKNOWN_SWARM`, `EMPTY_WINDOW` */
  async chart(input: ChartInput): Promise<RenderedChart> {
    const request = parseWith(chartRequestSchema, input);
    return this.render(await chartOf(this.store(), request), request);
  }

  async render(chart: Chart, { format, theme }: { format: ChartFormat; theme: ChartTheme }): Promise<RenderedChart> {
    return renderChart(chart, format, theme);
  }
}
