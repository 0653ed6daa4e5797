import { FieldConfigProperty, standardEditorsRegistry, standardFieldConfigEditorRegistry } from '@grafana/data';
import { DEFAULT_RANKING_OPTIONS } from '../ui/ranking/model.ts';
import { createRankingPanel } from './createRankingPanel.ts';

const NoEditor = () => null;
const STANDARD = Object.values(FieldConfigProperty);

beforeAll(() => {
  standardEditorsRegistry.setInit(() =>
    ['radio', 'number', 'boolean', 'select'].map((id) => ({ id, name: id, editor: NoEditor }))
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
  const { fieldConfigRegistry } = createRankingPanel();
  for (const id of [
    'unit',
    'decimals',
    'min',
    'max',
    'displayName',
    'noValue',
    'mappings',
    'links',
    'color',
    'thresholds',
  ]) {
    expect(fieldConfigRegistry.getIfExists(id)).toBeDefined();
  }
});

it('starts with a colour that claims nothing', () => {
  expect(createRankingPanel().fieldConfigDefaults.defaults.color).toEqual({ mode: 'fixed', fixedColor: 'blue' });
});

it('has an editor for every option, with the default of the code', () => {
  expect(createRankingPanel().defaults).toEqual(DEFAULT_RANKING_OPTIONS);
});

it('migrates saved options', () => {
  const migrated = createRankingPanel().onPanelMigration?.({
    id: 1,
    type: 'x',
    options: { limit: -1 },
    fieldConfig: { defaults: {}, overrides: [] },
  });
  expect(migrated).toMatchObject({ limit: DEFAULT_RANKING_OPTIONS.limit, version: 0 });
});
