import { BarChart, CustomChart, GaugeChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, VisualMapComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from '../../../src/core/chart/chart.ts';
import type { ChartLook } from '../../../src/core/chart/look.ts';
import { chartOption, chartSize, type ChartSize } from './chartOption.ts';

register([
  BarChart,
  CustomChart,
  GaugeChart,
  HeatmapChart,
  LineChart,
  PieChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  VisualMapComponent,
  SVGRenderer,
]);

/**
 * A chart as an SVG document that only draws: no script, style sheet or link. The same chart gives the same text.
 * @param key goes into the ids of its parts: each drawing in one document needs its own
 */
export function drawChart(chart: Chart, look: ChartLook, key: string, size: ChartSize = chartSize(chart)): string {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    drawn.setOption(chartOption(chart, look));
    return withText(bare(drawn.renderToSVGString(), key), chart, key);
  } finally {
    // Until then a timer of its own keeps the process alive.
    drawn.dispose();
  }
}

/** Takes out what is for pointers, and the counter in the ids. Only tags are touched: a name may read like one of them. */
function bare(svg: string, key: string): string {
  return svg
    .replace(/<style[^>]*><!\[CDATA\[[\s\S]*?\]\]>\s*<\/style>\s*/, '')
    .replace(/<[^>]*>/g, (tag) =>
      tag.replace(/ (?:ecmeta_\w+|class|pointer-events)="[^"]*"/g, '').replace(/zr\d+-/g, `${key}-`)
    );
}

function withText(svg: string, { title, description }: Chart, key: string): string {
  return svg.replace(
    /<svg ([^>]*)>/,
    (_, attributes: string) =>
      `<svg ${attributes} role="img" aria-labelledby="${key}-title ${key}-desc">\n<title id="${key}-title">${escape(title)}</title>\n<desc id="${key}-desc">${escape(description)}</desc>`
  );
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  // XML has no place for other control characters.
  return text
    .replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
