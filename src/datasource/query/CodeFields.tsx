import { t } from '@grafana/i18n';
import { Alert, CodeEditor, CodeEditorSuggestionItemKind, type CodeEditorSuggestionItem } from '@grafana/ui';
import type { PerformanceQuery } from '../types.ts';
import { readCode, WRITTEN_FIELDS } from './code.ts';
import { faultText, unknownText } from './codeText.ts';

interface Props {
  query: PerformanceQuery;
  text: string;
  /** Remembers what was written, whether it can be read or not. */
  onWrite: (text: string) => void;
  /** Keeps the query and runs it. */
  onChange: (query: PerformanceQuery) => void;
}

/** The query as JSON. What cannot be read is said and kept as text; the last query that could be read stays in force. */
export function CodeFields({ query, text, onWrite, onChange }: Props) {
  const reading = readCode(text, query);
  // Of what was written, not of what the editor says: until it has been loaded it says that it is empty.
  const keep = () => {
    if ('query' in reading) {
      onChange(reading.query);
    }
  };
  return (
    <>
      <CodeEditor
        language="json"
        value={text}
        height="240px"
        showMiniMap={false}
        showLineNumbers
        onChange={onWrite}
        onBlur={keep}
        onSave={keep}
        getSuggestions={suggestions}
        monacoOptions={{ ariaLabel: t('code.label', 'Query as JSON') }}
      />
      {'fault' in reading && (
        <Alert severity="error" title={faultText(reading.fault)}>
          {t('code.not-applied', 'Until this is corrected the query runs as it was last valid.')}
        </Alert>
      )}
      {'unknown' in reading && reading.unknown.length > 0 && (
        <Alert severity="warning" title={unknownText(reading.unknown)} />
      )}
    </>
  );
}

function suggestions(): CodeEditorSuggestionItem[] {
  const fields = WRITTEN_FIELDS.map(({ field }) => ({
    label: field,
    insertText: `"${field}": `,
    kind: CodeEditorSuggestionItemKind.Property,
  }));
  const values = [...new Set(WRITTEN_FIELDS.flatMap(({ choices }) => choices))].map((value) => ({
    label: value,
    insertText: `"${value}"`,
    kind: CodeEditorSuggestionItemKind.Constant,
  }));
  return [...fields, ...values];
}
