/**
 * Grafana's interpolation of provisioning files: `$NAME` and `${NAME}` become the environment variable or nothing, `$$`
 * becomes `$`. Query models, annotations and message templates are left as they are.
 */
const NOT_INTERPOLATED = new Set(['model', 'annotations', 'template', 'relativeTimeRange']);

export interface Interpolated {
  path: string;
  text: string;
}

/** Every text of a parsed file that Grafana interpolates. */
export function interpolatedTexts(value: unknown, path = ''): Interpolated[] {
  if (typeof value === 'string') {
    return [{ path, text: value }];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]) =>
    NOT_INTERPOLATED.has(key) ? [] : interpolatedTexts(child, `${path}/${key}`)
  );
}

/** Uses of `$` that are neither a whole known variable without braces nor doubled. */
export function strayDollars(text: string, variables: readonly string[]): string[] {
  const uses = text.replaceAll('$$', '').match(/\$\{[^}]*\}?|\$\w*/g) ?? [];
  return uses.filter((use) => !variables.includes(use.slice(1)));
}
