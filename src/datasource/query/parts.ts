import type { CompleteQuery } from '../types.ts';
import type { EditorField } from './fields.ts';

/** What every part of the query editor gets. */
export interface EditorPartProps {
  query: CompleteQuery;
  /** Fields to show. */
  fields: readonly EditorField[];
  /** Keeps the query and runs it. */
  onChange: (query: CompleteQuery) => void;
}
