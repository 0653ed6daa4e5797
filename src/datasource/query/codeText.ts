import { t } from '@grafana/i18n';
import { shorten, verbatim } from '../../ui/text.ts';
import type { CodeFault, Wanted } from './code.ts';

const LONGEST = 200;

/** A sentence that says what to correct. */
export function faultText(fault: CodeFault): string {
  switch (fault.kind) {
    case 'syntax':
      return t('code.syntax', 'Not JSON: {{reason}}', verbatim({ reason: shorten(fault.reason, LONGEST) }));
    case 'not-an-object':
      return t('code.not-an-object', 'A query is one JSON object, in braces.');
    case 'field':
      return t(
        'code.field',
        '“{{field}}” has to be {{wanted}}.',
        verbatim({ field: fault.field, wanted: wantedText(fault.wanted, fault.choices ?? []) })
      );
  }
}

export function unknownText(fields: readonly string[]): string {
  return t(
    'code.unknown',
    'Kept, but read by nobody: {{fields}}.',
    verbatim({ fields: shorten(fields.join(', '), LONGEST) })
  );
}

function wantedText(wanted: Wanted, choices: readonly string[]): string {
  const list = verbatim({ choices: choices.join(', ') });
  switch (wanted) {
    case 'text':
      return t('code.wanted-text', 'a text');
    case 'number':
      return t('code.wanted-number', 'a number');
    case 'yes-no':
      return t('code.wanted-yes-no', 'true or false');
    case 'object':
      return t('code.wanted-object', 'an object');
    case 'one-of':
      return t('code.wanted-one-of', 'one of {{choices}}', list);
    case 'list-of':
      return t('code.wanted-list-of', 'a list of {{choices}}', list);
    case 'texts':
      return t('code.wanted-texts', 'a list of texts');
    case 'filters':
      return t('code.wanted-filters', 'a list of filters, each with a key, an operator and a list of values');
    case 'span':
      return t('code.wanted-span', 'a number of milliseconds, a text such as 6h, or an object with points');
  }
}
