/** The package brings no types of its own; this is the part that tests use. */
declare module 'jest-axe' {
  export function axe(container: Element): Promise<{ violations: Array<{ id: string; help: string }> }>;
}
