import type { ChangeEvent } from 'react';
import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Field, FieldSet, Input, SecretInput } from '@grafana/ui';
import type { PerformanceOptions, PerformanceSecrets } from '../types.ts';
import { isHttpUrl, resetSecret, withSecret } from './settings.ts';
import { TlsFields } from './TlsFields.tsx';

const EXAMPLE_URL = 'http://127.0.0.1:3001';

export type ConfigProps = DataSourcePluginOptionsEditorProps<PerformanceOptions, PerformanceSecrets>;

/** Where the collector is and how to talk to it. Grafana's server does the talking. */
export function ConfigEditor({ options, onOptionsChange }: ConfigProps) {
  const { url, jsonData, secureJsonData, secureJsonFields, readOnly } = options;
  const badUrl = url !== '' && !isHttpUrl(url);
  return (
    <>
      <FieldSet label={t('config.connection', 'Connection')}>
        <Field
          label={t('config.url', 'URL of the collector')}
          description={t('config.url-description', 'As Grafana’s server reaches it')}
          invalid={badUrl}
          error={badUrl ? t('config.url-error', 'Not an http or https URL') : undefined}
          required
        >
          <Input
            id="config-url"
            width={50}
            value={url}
            disabled={readOnly}
            placeholder={EXAMPLE_URL}
            onChange={({ currentTarget }: ChangeEvent<HTMLInputElement>) =>
              onOptionsChange({ ...options, url: currentTarget.value.trim() })
            }
          />
        </Field>
        <Field
          label={t('config.key', 'API key')}
          description={t('config.key-description', 'Not needed for a collector on the loopback address without keys')}
        >
          <SecretInput
            id="config-api-key"
            width={50}
            isConfigured={secureJsonFields?.apiKey ?? false}
            value={secureJsonData?.apiKey ?? ''}
            disabled={readOnly}
            onReset={() => onOptionsChange(resetSecret(options, 'apiKey'))}
            onChange={({ currentTarget }: ChangeEvent<HTMLInputElement>) =>
              onOptionsChange(withSecret(options, 'apiKey', currentTarget.value))
            }
          />
        </Field>
        <Field
          label={t('config.timeout', 'Timeout')}
          description={t('config.timeout-description', 'Seconds that a request may take, at most 600; 30 when empty')}
        >
          <Input
            id="config-timeout"
            type="number"
            min={1}
            max={600}
            width={16}
            value={jsonData.timeout ?? ''}
            disabled={readOnly}
            onChange={({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
              const timeout = currentTarget.valueAsNumber;
              onOptionsChange({ ...options, jsonData: { ...jsonData, timeout: timeout > 0 ? timeout : undefined } });
            }}
          />
        </Field>
      </FieldSet>
      <TlsFields options={options} onOptionsChange={onOptionsChange} />
    </>
  );
}
