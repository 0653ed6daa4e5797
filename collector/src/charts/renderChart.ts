import type { Chart } from '../../../src/core/chart/chart.ts';
import { CHART_LOOKS, type ChartTheme } from '../../../src/core/chart/look.ts';
import { ROBOTO } from './fonts.ts';
import type { ChartFormat } from './schema.ts';

export interface RenderedChart {
  mediaType: string;
  bytes: Uint8Array;
}

/** Of a PNG, so that it is sharp on screens with more pixels than points. */
const SCALE = 2;

/** A chart as a file of its own. The same chart gives the same bytes; of a PNG, where Roboto has every character or the same other fonts are installed. */
export async function renderChart(chart: Chart, format: ChartFormat, theme: ChartTheme): Promise<RenderedChart> {
  const { drawChart } = await import('./drawChart.ts');
  const look = CHART_LOOKS[theme];
  const svg = drawChart(chart, look, 'chart');
  switch (format) {
    case 'svg':
      return { mediaType: 'image/svg+xml; charset=utf-8', bytes: Buffer.from(svg) };
    case 'png': {
      const { Resvg } = await import('@resvg/resvg-js');
      const image = new Resvg(svg, {
        fitTo: { mode: 'zoom', value: SCALE },
        font: { fontFiles: [ROBOTO.normal, ROBOTO.bold], defaultFontFamily: 'Roboto', sansSerifFamily: 'Roboto' },
      });
      return { mediaType: 'image/png', bytes: image.render().asPng() };
    }
    case 'html':
      return {
        mediaType: 'text/html; charset=utf-8',
        bytes: Buffer.from(page(chart, svg, look.background, look.text)),
      };
  }
}

function page({ title }: Chart, svg: string, background: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; color: ${text}; background: ${background}; }
h1 { font-size: 1.3rem; overflow-wrap: anywhere; } svg { width: 100%; height: auto; }</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${svg}
</main>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
