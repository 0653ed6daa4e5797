/** Brings options of one version to the next. */
export type Step = (options: Record<string, unknown>) => Record<string, unknown>;

/**
 * Runs the steps that a saved form has not been through: step `i` leads from version `i` to `i + 1`. Options without a
 * version are of version 0; those of a newer version than ours are left as they are.
 */
export function applySteps(options: unknown, steps: readonly Step[]): Record<string, unknown> & { version: number } {
  const saved: Record<string, unknown> = typeof options === 'object' && options !== null ? { ...options } : {};
  const from = typeof saved.version === 'number' && saved.version >= 0 ? Math.floor(saved.version) : 0;
  const current = steps.slice(from).reduce((form, step) => step(form), saved);
  return { ...current, version: Math.max(from, steps.length) };
}
