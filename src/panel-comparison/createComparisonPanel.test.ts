import {
  createDataFrame,
  FieldConfigProperty,
  FieldType,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  type DataFrame,
} from '@grafana/data';
import { DEFAULT_COMPARISON_OPTIONS } from '../ui/comparison/model.ts';
import { comparisonFrames } from '../ui/testing/comparisonFrames.ts';
import { suggestionsSupplier } from '../ui/suggestions.ts';
import { createComparisonPanel } from './createComparisonPanel.ts';
import { suggestComparison } from './suggestions.ts';

const NoEditor = () => null;
const STANDARD = Object.values(FieldConfigProperty);

beforeAll(() => {
  standardEditorsRegistry.setInit(() => ['radio', 'text', 'select'].map((id) => ({ id, name: id, editor: NoEditor })));
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
  const { fieldConfigRegistry } = createComparisonPanel();
  expect(STANDARD.filter((id) => fieldConfigRegistry.getIfExists(id) === undefined)).toEqual([]);
});

it('has an editor for every option, with the default of the code', () => {
  expect(createComparisonPanel().defaults).toEqual(DEFAULT_COMPARISON_OPTIONS);
});

it('migrates saved options', () => {
  const migrated = createComparisonPanel().onPanelMigration?.({
    id: 1,
    type: 'x',
    options: { groupBy: 'team' },
    fieldConfig: { defaults: {}, overrides: [] },
  });
  expect(migrated).toMatchObject({ view: 'distributions', groupBy: 'team', version: 0 });
});

describe('suggestions', () => {
  const suggest = (frames: DataFrame[]) => suggestComparison(frames).map(({ score }) => score);
  const numbers = { name: 'x', type: FieldType.number, values: [1, 2, 3, 4, 5, 6] };

  it('come first for a comparison, last for numbers of groups, and never for what can not be compared', () => {
    expect(suggest(comparisonFrames())).toEqual([100]);
    const text = { name: 'g', type: FieldType.string, values: ['a', 'b', 'a', 'b', 'a', 'b'] };
    expect(suggest([createDataFrame({ fields: [text, numbers] })])).toEqual([50]);
    expect(suggest([createDataFrame({ fields: [numbers] })])).toEqual([]);
    expect(suggest([createDataFrame({ fields: [text] })])).toEqual([]);
    expect(suggest([])).toEqual([]);
  });

  it('reach the Grafana that calls a method, too', () => {
    const added: unknown[] = [];
    const supplier = suggestionsSupplier({ id: 'x', name: 'X' }, suggestComparison);
    supplier.getSuggestionsForData({
      data: { series: comparisonFrames() },
      getListAppender: (defaults) => ({ append: (suggestion) => added.push({ ...defaults, ...suggestion }) }),
    });
    expect(added).toMatchObject([{ pluginId: 'x', name: 'X', score: 100 }]);
  });
});
