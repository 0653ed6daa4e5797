import { t } from '@grafana/i18n';
import { verbatim } from '../text.ts';

/** Why frames can't be shown. */
export type Problem =
  { kind: 'no-data' } | { kind: 'missing-field'; field: string; type: 'string' | 'number'; fields: readonly string[] };

/** The field that is missing, and what there is instead. */
export function missingField(
  field: string,
  type: 'string' | 'number',
  fields: ReadonlyArray<{ name: string }>
): { ok: false; problem: Problem } {
  return { ok: false, problem: { kind: 'missing-field', field, type, fields: fields.map(({ name }) => name) } };
}

/** At most so many names in a sentence. */
const MOST_NAMED = 8;

/** What the frames have instead of the missing field, as the end of a sentence about it. */
export function presentFields({ fields }: Extract<Problem, { kind: 'missing-field' }>): string {
  const named = fields.slice(0, MOST_NAMED).map((name) => name.slice(0, 40));
  return named.length === 0
    ? t('problem.no-fields', 'The data have no fields.')
    : t(
        'problem.fields',
        'The data have: {{fields}}.',
        verbatim({ fields: named.join(', ') + (fields.length > named.length ? ', …' : '') })
      );
}
