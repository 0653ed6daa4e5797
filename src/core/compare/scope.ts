/** The family of tests that a claim belongs to. */
export interface Family {
  /** Family-wise error rate. */
  alpha: number;
  /** Tests that Holm's correction covers. */
  tests: number;
}

/** What was compared, and the family of tests it took. */
export interface Scope extends Family {
  groups: readonly string[];
  baseline?: string;
  /** True where each metric's groups were compared with its leader only. */
  leaderOnly?: boolean;
}
