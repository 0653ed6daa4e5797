/** candidate / reference; null where no finite ratio exists. */
export function ratioOf(candidate: number, reference: number): number | null {
  const ratio = candidate / reference;
  return Number.isFinite(ratio) ? ratio : null;
}
