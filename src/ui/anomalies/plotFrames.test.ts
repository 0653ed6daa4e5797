import { createDataFrame, createTheme, FieldType } from '@grafana/data';
import { anomaliesFrames, forecastFrames, SPIKE } from '../testing/anomaliesFrames.ts';
import { DEFAULT_ANOMALIES_OPTIONS, type AnalysedSeries } from './model.ts';
import { plotFrames } from './plotFrames.ts';
import { readSeries } from './readSeries.ts';

const theme = createTheme();

function analysed(): AnalysedSeries[] {
  const result = readSeries([...anomaliesFrames(['mesh-1']), ...forecastFrames(['mesh-1'])]);
  return result.ok ? result.value.analysed : [];
}

it('draws values, alarms and the band of a series, then its forecast with the intervals', () => {
  const { frames, roles } = plotFrames(analysed(), DEFAULT_ANOMALIES_OPTIONS, theme);
  expect(roles.map((frame) => frame.map((place) => place?.role ?? 'time'))).toEqual([
    ['time', 'value', 'expected', 'upper', 'lower', 'alarm'],
    ['time', 'forecast', 'bound', 'bound', 'bound', 'bound'],
  ]);
  const alarms = frames[0].fields[5].values;
  expect(alarms.filter((value) => value !== null)).toEqual([frames[0].fields[1].values[SPIKE]]);
  const names = frames.flatMap(({ fields }) => fields.slice(1).map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  for (const { config } of frames.flatMap(({ fields }) => fields)) {
    const below: unknown = config.custom?.fillBelowTo;
    expect(below === undefined || names.includes(String(below))).toBe(true);
  }
});

it('leaves the band out where it is not wanted, and everything but the values out of the legend', () => {
  const { frames, roles } = plotFrames(analysed(), { ...DEFAULT_ANOMALIES_OPTIONS, showExpected: false }, theme);
  expect(roles[0].map((place) => place?.role)).toEqual([undefined, 'value', 'alarm']);
  const inLegend = frames.flatMap(({ fields }) =>
    fields.slice(1).filter(({ config }) => config.custom?.hideFrom?.legend !== true)
  );
  expect(inLegend.map(({ name }) => name)).toEqual(['mesh-1']);
});

it('hides all lines of a series that the legend has hidden', () => {
  const hidden = analysed().map((series) => ({
    ...series,
    field: { ...series.field, config: { ...series.field.config, custom: { hideFrom: { viz: true } } } },
  }));
  const { frames } = plotFrames(hidden, DEFAULT_ANOMALIES_OPTIONS, theme);
  const shown = frames.flatMap(({ fields }) => fields.slice(1)).filter(({ config }) => !config.custom?.hideFrom?.viz);
  expect(shown).toEqual([]);
});

it('counts for the legend what the series has, not what is drawn of it', () => {
  const frame = createDataFrame({
    fields: [{ name: 'x', type: FieldType.number, values: [1, 2, 30, 4] }],
  });
  const drawn = Float64Array.of(1, 30);
  const none = Float64Array.of(NaN, NaN);
  const series: AnalysedSeries = {
    name: 'x',
    field: frame.fields[0],
    rows: [0, 1, 2],
    points: {
      times: Float64Array.of(0, 2),
      values: drawn,
      expected: none,
      lower: none,
      upper: none,
      score: none,
      anomalous: new Uint8Array(2),
    },
    incidents: [],
    crossings: [],
  };
  const { frames } = plotFrames([series], DEFAULT_ANOMALIES_OPTIONS, theme, ['count', 'mean']);
  expect(frames[0].fields[1].state?.calcs).toMatchObject({ count: 3, mean: 11 });
});

it('draws what is no number as a gap', () => {
  const [series] = analysed();
  series.points?.values.fill(Infinity, 0, 1);
  expect(plotFrames([series], DEFAULT_ANOMALIES_OPTIONS, theme).frames[0].fields[1].values[0]).toBeNull();
});
