import {
  createDataFrame,
  FieldConfigProperty,
  FieldType,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  type DataFrame,
} from '@grafana/data';
import { DEFAULT_ANOMALIES_OPTIONS } from '../ui/anomalies/model.ts';
import { anomaliesFrames, spiky } from '../ui/testing/anomaliesFrames.ts';
import { createAnomaliesPanel } from './createAnomaliesPanel.ts';
import { suggestAnomalies } from './suggestions.ts';

const NoEditor = () => null;
const STANDARD = Object.values(FieldConfigProperty);

beforeAll(() => {
  standardEditorsRegistry.setInit(() =>
    ['radio', 'text', 'select', 'number', 'boolean', 'multi-select', 'stats-picker'].map((id) => ({
      id,
      name: id,
      editor: NoEditor,
    }))
  );
  standardFieldConfigEditorRegistry.setInit(() =>
    STANDARD.map((id) => ({
      id,
      path: id,
      name: id,
      editor: NoEditor,
      override: NoEditor,
      process: (value: unknown) => value,
      shouldApply: () => true,
    }))
  );
});

it('offers every standard field option', () => {
  const { fieldConfigRegistry } = createAnomaliesPanel();
  expect(STANDARD.filter((id) => fieldConfigRegistry.getIfExists(id) === undefined)).toEqual([]);
});

it('has an editor for every option, with the default of the code, and a legend', () => {
  expect(createAnomaliesPanel().defaults).toMatchObject({
    ...DEFAULT_ANOMALIES_OPTIONS,
    legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] },
  });
});

it('has no threshold that nobody chose', () => {
  expect(createAnomaliesPanel().fieldConfigDefaults.defaults.thresholds?.steps).toEqual([
    { value: -Infinity, color: 'green' },
  ]);
});

it('migrates saved options', () => {
  const migrated = createAnomaliesPanel().onPanelMigration?.({
    id: 1,
    type: 'x',
    options: { method: 'mad' },
    fieldConfig: { defaults: {}, overrides: [] },
  });
  expect(migrated).toMatchObject({ method: 'mad', forecast: true, version: 0 });
});

describe('suggestions', () => {
  const suggest = (frames: DataFrame[]) => suggestAnomalies(frames).map(({ score }) => score);
  const { times, values } = spiky('x');
  const time = { name: 'time', type: FieldType.time, values: times };
  const number = { name: 'x', type: FieldType.number, values };

  it('come first for analysed series, last for long series, and never for what can not be analysed', () => {
    expect(suggest(anomaliesFrames(['mesh-1']))).toEqual([100]);
    expect(suggest([createDataFrame({ fields: [time, number] })])).toEqual([50]);
    expect(suggest([createDataFrame({ fields: [number] })])).toEqual([]);
    expect(suggest([createDataFrame({ fields: [time] })])).toEqual([]);
    expect(
      suggest([
        createDataFrame({
          fields: [
            { ...time, values: [1] },
            { ...number, values: [1] },
          ],
        }),
      ])
    ).toEqual([]);
    expect(suggest([])).toEqual([]);
  });
});
