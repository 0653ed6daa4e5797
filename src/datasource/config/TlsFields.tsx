import type { ChangeEvent } from 'react';
import { t } from '@grafana/i18n';
import { Field, FieldSet, Input, SecretTextArea, Switch } from '@grafana/ui';
import type { PerformanceSecrets } from '../types.ts';
import type { ConfigProps } from './ConfigEditor.tsx';
import { resetSecret, withOption, withSecret } from './settings.ts';

/** Certificates, in the names that Grafana's own HTTP client reads. */
export function TlsFields({ options, onOptionsChange }: ConfigProps) {
  const { jsonData, readOnly } = options;
  const toggle = (name: 'tlsAuthWithCACert' | 'tlsAuth' | 'tlsSkipVerify', label: string, description?: string) => (
    <Field label={label} description={description}>
      <Switch
        id={`config-${name}`}
        value={jsonData[name] ?? false}
        disabled={readOnly}
        onChange={({ currentTarget }: ChangeEvent<HTMLInputElement>) =>
          onOptionsChange(withOption(options, name, currentTarget.checked))
        }
      />
    </Field>
  );
  return (
    <FieldSet label={t('config.tls', 'TLS')}>
      {toggle('tlsAuthWithCACert', t('config.ca', 'Own certificate authority'))}
      {jsonData.tlsAuthWithCACert && (
        <Certificate
          name="tlsCACert"
          label={t('config.ca-certificate', 'CA certificate')}
          options={options}
          onOptionsChange={onOptionsChange}
        />
      )}
      {toggle('tlsAuth', t('config.client', 'Client certificate'))}
      {jsonData.tlsAuth && (
        <>
          <Field
            label={t('config.server-name', 'Server name')}
            description={t('config.server-name-description', 'Name that the server’s certificate must have')}
          >
            <Input
              id="config-server-name"
              width={50}
              value={jsonData.serverName ?? ''}
              disabled={readOnly}
              onChange={({ currentTarget }: ChangeEvent<HTMLInputElement>) =>
                onOptionsChange(withOption(options, 'serverName', currentTarget.value))
              }
            />
          </Field>
          <Certificate
            name="tlsClientCert"
            label={t('config.client-certificate', 'Certificate')}
            options={options}
            onOptionsChange={onOptionsChange}
          />
          <Certificate
            name="tlsClientKey"
            label={t('config.client-key', 'Private key')}
            options={options}
            onOptionsChange={onOptionsChange}
          />
        </>
      )}
      {toggle(
        'tlsSkipVerify',
        t('config.skip', 'Skip verification'),
        t('config.skip-description', 'Accepts any certificate: for tests only')
      )}
    </FieldSet>
  );
}

interface CertificateProps extends ConfigProps {
  name: keyof PerformanceSecrets;
  label: string;
}

function Certificate({ name, label, options, onOptionsChange }: CertificateProps) {
  return (
    <Field label={label}>
      <SecretTextArea
        id={`config-${name}`}
        cols={60}
        rows={5}
        isConfigured={options.secureJsonFields?.[name] ?? false}
        value={options.secureJsonData?.[name] ?? ''}
        disabled={options.readOnly}
        onReset={() => onOptionsChange(resetSecret(options, name))}
        onChange={({ currentTarget }: ChangeEvent<HTMLTextAreaElement>) =>
          onOptionsChange(withSecret(options, name, currentTarget.value))
        }
      />
    </Field>
  );
}
