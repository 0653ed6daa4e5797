export const CHART_THEMES = ['light', 'dark', 'high-contrast'] as const;
export type ChartTheme = (typeof CHART_THEMES)[number];

/** Colours of a chart, `#rrggbb`. */
export interface ChartLook {
  background: string;
  text: string;
  line: string;
  /** Of series, in order. */
  series: readonly string[];
  good: string;
  bad: string;
  /** Least to greatest. */
  scale: readonly [string, string];
}

/**
 * The colour scheme `performance`: the hues of Okabe and Ito, "Color Universal Design" (2008), darkened on white and lightened on
 * black until each has a contrast of 3 to 1. The first three stay apart in every kind of colour blindness; beyond them marks
 * differ in shape. Good and bad are blue and orange, never green and red.
 */
export const CHART_LOOKS: Record<ChartTheme, ChartLook> = {
  light: {
    background: '#ffffff',
    text: '#1f2328',
    line: '#8c959f',
    series: ['#0072b2', '#c25700', '#5b5f66', '#cc79a7', '#00805f', '#8f6f00', '#2f7fab'],
    good: '#0072b3',
    bad: '#c25701',
    scale: ['#b9d9ec', '#00436a'],
  },
  dark: {
    background: '#0d1117',
    text: '#e6edf3',
    line: '#6e7681',
    series: ['#56b4e9', '#e69f00', '#b1b8c0', '#cc79a7', '#2fc79a', '#f0e442', '#8ac4f0'],
    good: '#56b4ea',
    bad: '#e69f01',
    scale: ['#23506e', '#8fd0ff'],
  },
  'high-contrast': {
    background: '#fffffe',
    text: '#000000',
    line: '#000001',
    series: ['#00406a', '#8f3500', '#6e6e6e', '#79164f', '#00543c', '#574200', '#123f7a'],
    good: '#00406b',
    bad: '#8f3501',
    scale: ['#a6cbe3', '#002540'],
  },
};

/** Names of CSS variables that stand for a look's colours, so that one drawing follows the theme of the page. */
export function lookVariables(look: ChartLook): Array<readonly [name: string, colour: string]> {
  return [
    ['--chart-background', look.background],
    ['--chart-text', look.text],
    ['--chart-line', look.line],
    ...look.series.map((colour, index) => [`--chart-${index + 1}`, colour] as const),
    ['--chart-good', look.good],
    ['--chart-bad', look.bad],
  ];
}
