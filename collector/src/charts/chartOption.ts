import type { EChartsOption } from 'echarts';
import type { Chart, IntervalRow } from '../../../src/core/chart/chart.ts';
import { chartName } from '../../../src/core/chart/chartText.ts';
import type { ChartLook } from '../../../src/core/chart/look.ts';
import type { Unit } from '../../../src/core/metrics/units.ts';
import { formatValue } from '../../../src/core/report/format.ts';

export interface ChartSize {
  width: number;
  height: number;
}

const ROW = 28;
const AXIS = 36;
const HEAD = 32;
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin', 'arrow'];

/** Charts of rows grow with them, so that names never lie on each other. */
export function chartSize(chart: Chart): ChartSize {
  const rows =
    chart.type === 'interval' || chart.type === 'heatmap'
      ? chart.rows.length
      : chart.type === 'bar'
        ? chart.categories.length
        : undefined;
  return {
    width: 720,
    height: rows === undefined ? 320 : (hasHead(chart) ? HEAD : 0) + AXIS + Math.max(2, rows) * ROW,
  };
}

/** What ECharts draws. Nothing moves, nothing answers to a pointer, and every text is a plain one. */
export function chartOption(chart: Chart, look: ChartLook): EChartsOption {
  return {
    animation: false,
    backgroundColor: look.background,
    color: [...look.series],
    textStyle: { color: look.text, fontFamily: 'sans-serif' },
    grid: {
      left: 16,
      right: 40,
      top: hasHead(chart) ? HEAD + ('series' in chart && chart.series.length > 3 ? 28 : 4) : 8,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...body(chart, look),
  };
}

function body(chart: Chart, look: ChartLook): EChartsOption {
  switch (chart.type) {
    case 'line':
    case 'area':
    case 'scatter':
      return overTime(chart, look);
    case 'bar':
      return bars(chart, look);
    case 'interval':
      return intervals(chart.rows, chart.unit, look);
    case 'histogram':
      return histogram(chart, look);
    case 'heatmap':
      return heatmap(chart, look);
    case 'pie':
      return pie(chart, look);
    case 'gauge':
      return gauge(chart, look);
  }
}

/** Whether a legend or a scale stands above what is drawn. */
function hasHead(chart: Chart): boolean {
  return chart.type === 'heatmap' || ('series' in chart && chart.series.length > 1);
}

function valueAxis(unit: Unit, look: ChartLook) {
  return {
    type: 'value' as const,
    axisLabel: { color: look.text, hideOverlap: true, formatter: (value: number) => formatValue(value, unit) },
    axisLine: { lineStyle: { color: look.line } },
    splitLine: { lineStyle: { color: look.line, opacity: 0.35 } },
  };
}

function nameAxis(names: readonly string[], look: ChartLook) {
  return {
    type: 'category' as const,
    // By position: two long names may be cut to the same text.
    data: names.map((_, index) => String(index)),
    inverse: true,
    axisLabel: {
      color: look.text,
      interval: 0,
      formatter: (_: string, index: number) => chartName(names[index] ?? ''),
    },
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { show: false },
  };
}

function legend(names: readonly string[], look: ChartLook) {
  return names.length > 1
    ? {
        legend: {
          top: 0,
          // The reader's font may be wider than the one that was measured.
          itemGap: 28,
          borderColor: look.line,
          data: names.map((_, index) => ({ name: String(index) })),
          textStyle: { color: look.text },
          formatter: (index: string) => chartName(names[Number(index)] ?? ''),
        },
      }
    : {};
}

function overTime(
  { type, series, unit }: Extract<Chart, { type: 'line' | 'area' | 'scatter' }>,
  look: ChartLook
): EChartsOption {
  return {
    ...legend(
      series.map(({ name }) => name),
      look
    ),
    useUTC: true,
    xAxis: {
      type: 'time',
      axisLabel: { color: look.text, hideOverlap: true },
      axisLine: { lineStyle: { color: look.line } },
    },
    yAxis: valueAxis(unit, look),
    series: series.map(({ points }, index) => {
      const data = points.map(([time, value]) => [time, value ?? '-']);
      const symbol = SYMBOLS[index % SYMBOLS.length] ?? 'circle';
      return type === 'scatter'
        ? {
            type: 'scatter' as const,
            name: String(index),
            data,
            symbol,
            symbolSize: 7,
            silent: true,
            itemStyle: { opacity: 1 },
          }
        : {
            type: 'line' as const,
            name: String(index),
            data,
            symbol,
            // A value between two gaps is seen by its mark alone.
            showSymbol: points.length <= 60 || points.some(([, value]) => value === null),
            symbolSize: 5,
            silent: true,
            ...(type === 'area' ? { areaStyle: { opacity: 0.25 } } : {}),
          };
    }),
  };
}

function bars(chart: Extract<Chart, { type: 'bar' }>, look: ChartLook): EChartsOption {
  const { categories, series, unit, stacked = false } = chart;
  return {
    ...legend(
      series.map(({ name }) => name),
      look
    ),
    xAxis: valueAxis(unit, look),
    yAxis: nameAxis(categories, look),
    series: series.map(({ values }, index) => ({
      type: 'bar' as const,
      name: String(index),
      data: values.map((value) => value ?? '-'),
      barMaxWidth: 16,
      silent: true,
      ...(stacked ? { stack: 'all' } : {}),
    })),
  };
}

/** A mark at each estimate and a line over its interval; an open end is drawn as none. */
function intervals(rows: readonly IntervalRow[], unit: Unit, look: ChartLook): EChartsOption {
  const [colour = look.text] = look.series;
  return {
    xAxis: { ...valueAxis(unit, look), scale: true },
    yAxis: nameAxis(
      rows.map(({ name }) => name),
      look
    ),
    series: [
      {
        type: 'custom',
        silent: true,
        encode: { x: [0, 1], y: 2 },
        data: rows.flatMap(({ low, high }, index) => (low === null || high === null ? [] : [[low, high, index]])),
        renderItem: (_, api) => {
          const [from = 0, y = 0] = api.coord([api.value(0), api.value(2)]);
          const [to = 0] = api.coord([api.value(1), api.value(2)]);
          const style = { stroke: colour, lineWidth: 2, fill: 'none' };
          const line = (x1: number, y1: number, x2: number, y2: number) => ({
            type: 'line' as const,
            shape: { x1, y1, x2, y2 },
            style,
          });
          return {
            type: 'group',
            children: [line(from, y, to, y), line(from, y - 5, from, y + 5), line(to, y - 5, to, y + 5)],
          };
        },
      },
      {
        type: 'scatter',
        silent: true,
        symbol: 'circle',
        symbolSize: 9,
        itemStyle: { color: colour, opacity: 1 },
        data: rows.map(({ estimate }, index) => [estimate, index]),
      },
    ],
  };
}

function histogram({ edges, counts, unit }: Extract<Chart, { type: 'histogram' }>, look: ChartLook): EChartsOption {
  return {
    xAxis: {
      type: 'category',
      data: counts.map((_, index) => String(index)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.line } },
      axisLabel: {
        color: look.text,
        hideOverlap: true,
        formatter: (_: string, index: number) => `${formatValue(edges[index], unit)} –`,
      },
    },
    yAxis: { ...valueAxis('count', look), minInterval: 1 },
    series: [{ type: 'bar', silent: true, barCategoryGap: '4%', data: [...counts] }],
  };
}

function heatmap({ columns, rows, values, unit }: Extract<Chart, { type: 'heatmap' }>, look: ChartLook): EChartsOption {
  const data = values.flatMap((row, y) => row.flatMap((value, x) => (value === null ? [] : [[x, y, value]])));
  const known = data.map(([, , value = 0]) => value);
  const min = known.reduce((least, value) => Math.min(least, value), Infinity);
  const max = known.reduce((most, value) => Math.max(most, value), -Infinity);
  return {
    xAxis: {
      type: 'category',
      data: columns.map((_, index) => String(index)),
      axisLabel: {
        color: look.text,
        hideOverlap: true,
        formatter: (_: string, index: number) => chartName(columns[index] ?? '', 16),
      },
      axisLine: { lineStyle: { color: look.line } },
    },
    yAxis: nameAxis(rows, look),
    visualMap: {
      min: Number.isFinite(min) ? min : 0,
      max: max > min ? max : min + 1,
      orient: 'horizontal',
      left: 'center',
      top: 0,
      itemHeight: 160,
      itemWidth: 12,
      text: [
        formatValue(Number.isFinite(max) ? max : null, unit),
        formatValue(Number.isFinite(min) ? min : null, unit),
      ],
      textStyle: { color: look.text },
      inRange: { color: [...look.scale] },
    },
    series: [{ type: 'heatmap', silent: true, data }],
  };
}

function pie({ slices, unit }: Extract<Chart, { type: 'pie' }>, look: ChartLook): EChartsOption {
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  return {
    series: [
      {
        type: 'pie',
        silent: true,
        radius: ['0%', '65%'],
        itemStyle: { borderColor: look.background, borderWidth: 2 },
        label: {
          color: look.text,
          formatter: ({ dataIndex }) => {
            const slice = slices[dataIndex];
            return slice
              ? `${chartName(slice.name)}\n${formatValue(slice.value, unit)} (${formatValue(slice.value / total, 'ratio')})`
              : '';
          },
        },
        data: total > 0 ? slices.map(({ value }, index) => ({ name: String(index), value })) : [],
      },
    ],
  };
}

function gauge({ value, min, max, unit }: Extract<Chart, { type: 'gauge' }>, look: ChartLook): EChartsOption {
  const [colour = look.text] = look.series;
  return {
    series: [
      {
        type: 'gauge',
        silent: true,
        min,
        max,
        radius: '95%',
        center: ['50%', '52%'],
        progress: { show: value !== null, width: 14, itemStyle: { color: colour } },
        pointer: { show: value !== null, itemStyle: { color: look.text } },
        anchor: { show: false },
        axisLine: { lineStyle: { width: 14, color: [[1, look.line]] } },
        axisTick: { show: false },
        splitLine: { length: 6, lineStyle: { color: look.text } },
        axisLabel: { color: look.text, distance: 22, formatter: (at: number) => formatValue(at, unit) },
        detail: {
          color: look.text,
          fontSize: 22,
          offsetCenter: [0, '85%'],
          formatter: () => formatValue(value, unit),
        },
        data: [{ value: value ?? min }],
      },
    ],
  };
}
