import { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Combobox, InlineField, Stack } from '@grafana/ui';
import type { AlertRule } from '../../../core/alerting/rule.ts';
import type { ApiError } from '../../api/errors.ts';
import { toApiError } from '../../api/toApiError.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { createRules, type ContactPoint } from './alerting.ts';

interface Props {
  missing: readonly AlertRule[];
  datasourceUid: string;
  folderUid?: string;
  contactPoints: readonly ContactPoint[];
  /** Also after a failure: some of the rules may be there then. */
  onCreated: () => void;
}

/** One click for the rules that Grafana does not have. */
export function CreateMissing({ missing, datasourceUid, folderUid, contactPoints, onCreated }: Props) {
  const [receiver, setReceiver] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const create = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await createRules(missing, {
        datasourceUid,
        ...(folderUid === undefined ? {} : { folderUid }),
        ...(receiver === undefined ? {} : { receiver }),
      });
    } catch (failure) {
      setError(toApiError(failure));
    }
    setBusy(false);
    onCreated();
  };
  const names = [...new Set(contactPoints.map(({ name }) => name))];
  return (
    <Stack direction="column" gap={1}>
      <p>{t('alerts.missing', 'Rules that this Grafana does not have: {{rules}}.', { rules: missing.length })}</p>
      {error && <ErrorState error={error} onRetry={() => void create()} />}
      <Stack gap={1} alignItems="center" wrap="wrap">
        <InlineField label={t('alerts.receiver', 'Messages go to')}>
          <Combobox
            id="alerts-receiver"
            options={names.map((name) => ({ value: name, label: name }))}
            value={receiver ?? null}
            onChange={(chosen) => setReceiver(chosen?.value)}
            placeholder={t('alerts.policies', 'as the notification policies say')}
            isClearable
            width={40}
          />
        </InlineField>
        <Button onClick={() => void create()} disabled={busy} icon="plus">
          {t('alerts.create', 'Create the missing rules')}
        </Button>
      </Stack>
    </Stack>
  );
}
