import { useState } from 'react';
import type { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, InlineField, InlineFieldRow, InlineSwitch, RadioButtonGroup } from '@grafana/ui';
import { testIds } from '../../ui/testIds.ts';
import type { PerformanceDataSource } from '../datasource.ts';
import {
  completeQuery,
  EDITOR_MODES,
  type EditorMode,
  type PerformanceOptions,
  type PerformanceQuery,
} from '../types.ts';
import { BuilderFields } from './BuilderFields.tsx';
import { codeOf, readCode } from './code.ts';
import { CodeFields } from './CodeFields.tsx';

type Props = QueryEditorProps<PerformanceDataSource, PerformanceQuery, PerformanceOptions>;

/** One query, as fields to choose or as JSON. Changing between the two loses nothing, also not what cannot be read yet. */
export function QueryEditor({ query, datasource, range, onChange, onRunQuery }: Props) {
  const [draft, setDraft] = useState<string>();
  const [refused, setRefused] = useState(false);
  // What a file or another program wrote may have a form that no field can show.
  const readable = 'query' in readCode(codeOf(query), query);
  const mode = readable ? (query.editorMode ?? 'builder') : 'code';
  const run = (next: PerformanceQuery) => {
    onChange(next);
    onRunQuery();
  };
  const leaveDraft = () => {
    setDraft(undefined);
    setRefused(false);
  };
  const show = (next: EditorMode) => {
    const reading = readCode(draft ?? codeOf(query), query);
    if ('fault' in reading) {
      setRefused(true);
      return;
    }
    leaveDraft();
    onChange({ ...(draft === undefined ? query : reading.query), editorMode: next });
  };
  const labels: Record<EditorMode, string> = {
    builder: t('query.mode-builder', 'Builder'),
    code: t('query.mode-code', 'Code'),
  };
  return (
    <div data-testid={testIds.queryEditor.container}>
      <InlineFieldRow>
        <InlineField label={t('query.mode', 'Edit as')} labelWidth={12}>
          <RadioButtonGroup
            options={EDITOR_MODES.map((value) => ({ value, label: labels[value] }))}
            value={mode}
            onChange={show}
            aria-label={t('query.mode', 'Edit as')}
          />
        </InlineField>
        <InlineField
          label={t('query.live', 'Live')}
          tooltip={t(
            'query.live-tooltip',
            'Answered again whenever something new is stored, where the time range ends now'
          )}
        >
          <InlineSwitch
            id={`${query.refId}-live`}
            value={query.live === true}
            onChange={({ currentTarget }) => run({ ...query, live: currentTarget.checked ? true : undefined })}
          />
        </InlineField>
      </InlineFieldRow>
      {mode === 'builder' ? (
        <BuilderFields query={completeQuery(query)} datasource={datasource} range={range} onChange={run} />
      ) : (
        <CodeFields
          query={query}
          text={draft ?? codeOf(query)}
          onWrite={(text) => {
            setDraft(text);
            setRefused(false);
          }}
          onChange={(next) => {
            leaveDraft();
            run(next);
          }}
        />
      )}
      {refused && (
        <Alert
          severity="warning"
          title={t('query.mode-refused', 'The builder cannot show this before it is valid JSON of a query.')}
        >
          <Button variant="secondary" onClick={leaveDraft}>
            {t('query.mode-discard', 'Discard what was written')}
          </Button>
        </Alert>
      )}
    </div>
  );
}
