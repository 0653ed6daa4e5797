import {
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  FieldType,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardFieldConfigEditorRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  valueMappingsOverrideProcessor,
  type Field,
  type FieldConfigPropertyItem,
} from '@grafana/data';

type Process = FieldConfigPropertyItem['process'];

const PROCESSES: Record<string, Process> = {
  displayName: displayNameOverrideProcessor,
  unit: stringOverrideProcessor,
  noValue: stringOverrideProcessor,
  links: dataLinksOverrideProcessor,
  color: identityOverrideProcessor,
  mappings: valueMappingsOverrideProcessor,
  thresholds: thresholdsOverrideProcessor,
};

const NUMBER_PROCESSES: Record<string, Process> = {
  fieldMinMax: booleanOverrideProcessor,
  min: numberOverrideProcessor,
  max: numberOverrideProcessor,
  decimals: numberOverrideProcessor,
};

const NoEditor = () => null;

/**
 * Registers the standard field options. Grafana does it at start; without it a unit, threshold or override that a panel
 * is given is ignored without a word.
 */
export function registerFieldOptions(): void {
  standardFieldConfigEditorRegistry.setInit(() => [
    ...Object.entries(PROCESSES).map(([id, process]) => option(id, process, () => true)),
    ...Object.entries(NUMBER_PROCESSES).map(([id, process]) =>
      option(id, process, (field) => field.type === FieldType.number)
    ),
  ]);
}

function option(id: string, process: Process, shouldApply: (field: Field) => boolean): FieldConfigPropertyItem {
  return { id, path: id, name: id, editor: NoEditor, override: NoEditor, process, shouldApply };
}
