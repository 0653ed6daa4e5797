import { useCallback, useMemo, useState } from 'react';
import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Combobox, Field, LoadingPlaceholder, Stack, TextLink } from '@grafana/ui';
import { testIds } from '../../../ui/testIds.ts';
import { createApi } from '../../api/client.ts';
import { listDataSources, pickDataSource } from '../../api/dataSources.ts';
import { readSettings, saveSettings } from '../../api/settings.ts';
import { toApiError } from '../../api/toApiError.ts';
import type { ApiError } from '../../api/errors.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { NEW_DATASOURCE_URL } from '../../constants.ts';
import { useLoad } from '../../hooks/useLoad.ts';
import { checkLayers } from './checkLayers.ts';
import { HealthList } from './HealthList.tsx';

/** Chooses the data source of the app's pages and shows whether the way to it works. */
export default function ConfigurationPage({ plugin }: Pick<PluginConfigPageProps<AppPluginMeta>, 'plugin'>) {
  const { meta } = plugin;
  const choices = useMemo(() => listDataSources(), []);
  const [uid, setUid] = useState(() => pickDataSource(readSettings(meta.jsonData).datasourceUid, choices)?.uid);
  const [error, setError] = useState<ApiError>();
  const [saving, setSaving] = useState(false);
  const check = useCallback(() => checkLayers(uid === undefined ? undefined : createApi(uid)), [uid]);
  const { value: checks, loading, reload } = useLoad(check);

  const save = async () => {
    setSaving(true);
    setError(undefined);
    try {
      await saveSettings(meta, { datasourceUid: uid });
      // Grafana hands the new settings to the app only when the page is loaded anew.
      window.location.reload();
    } catch (thrown) {
      setError(toApiError(thrown));
      setSaving(false);
    }
  };

  return (
    <Stack direction="column" gap={2} data-testid={testIds.configuration.form}>
      <Section title={t('configuration.data-source', 'Data source')}>
        <Field
          label={t('configuration.choose', 'The pages of the app read from')}
          description={
            <TextLink href={NEW_DATASOURCE_URL} inline>
              {t('configuration.create', 'Add another data source of this type')}
            </TextLink>
          }
        >
          <Combobox
            id="app-data-source"
            options={choices.map(({ uid: value, name }) => ({ value, label: name }))}
            value={uid ?? null}
            onChange={({ value }) => setUid(value)}
            placeholder={t('configuration.none', 'No data source of this type yet')}
            disabled={choices.length === 0}
            width={50}
          />
        </Field>
        {error && <ErrorState error={error} onRetry={save} />}
        <Button onClick={save} disabled={uid === undefined || saving}>
          {t('configuration.save', 'Save')}
        </Button>
      </Section>
      <Section
        title={t('configuration.health', 'Health')}
        actions={
          <Button size="sm" variant="secondary" icon="sync" onClick={reload} disabled={loading}>
            {t('configuration.check', 'Check again')}
          </Button>
        }
      >
        {checks ? (
          <HealthList checks={checks} />
        ) : (
          <LoadingPlaceholder text={t('configuration.checking', 'Checking…')} />
        )}
      </Section>
    </Stack>
  );
}
