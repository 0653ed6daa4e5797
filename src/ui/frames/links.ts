import type { Field } from '@grafana/data';

/** The field with the links of what names its rows after its own: a row is one thing to its reader, not two cells. */
export function withLinksOf(field: Field, names: readonly Field[]): Field {
  const linked = [field, ...names].filter(({ config, getLinks }) => getLinks && (config.links ?? []).length > 0);
  return linked.length === 0 || (linked.length === 1 && linked[0] === field)
    ? field
    : { ...field, getLinks: (options) => linked.flatMap((one) => one.getLinks?.(options) ?? []) };
}
