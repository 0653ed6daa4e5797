import { useState } from 'react';
import type { DataSourceSettings } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { PerformanceOptions, PerformanceSecrets } from '../types.ts';
import { ConfigEditor } from './ConfigEditor.tsx';

type Settings = DataSourceSettings<PerformanceOptions, PerformanceSecrets>;

const EMPTY: Settings = {
  id: 1,
  uid: 'cf',
  orgId: 1,
  name: 'Claude-Flow',
  typeName: '',
  typeLogoUrl: '',
  type: 'claudeflow-performance-datasource',
  access: 'proxy',
  url: '',
  user: '',
  database: '',
  basicAuth: false,
  basicAuthUser: '',
  isDefault: false,
  withCredentials: false,
  jsonData: {},
  secureJsonData: {},
  secureJsonFields: {},
  readOnly: false,
};

function show(changes: Partial<Settings> = {}) {
  const latest = { current: { ...EMPTY, ...changes } };
  const Host = () => {
    const [options, setOptions] = useState(latest.current);
    latest.current = options;
    return <ConfigEditor options={options} onOptionsChange={setOptions} />;
  };
  return { latest, ...render(<Host />) };
}

it('takes URL, key and timeout under the names that the backend reads', async () => {
  const user = userEvent.setup();
  const { latest } = show();
  await user.type(screen.getByLabelText(/URL of the collector/), ' http://127.0.0.1:3001 ');
  await user.type(screen.getByLabelText(/API key/), 's3cret');
  await user.type(screen.getByLabelText(/Timeout/), '12');
  expect(latest.current).toMatchObject({
    url: 'http://127.0.0.1:3001',
    secureJsonData: { apiKey: 's3cret' },
    jsonData: { timeout: 12 },
  });
});

it('says when the URL is none', async () => {
  const user = userEvent.setup();
  show();
  await user.type(screen.getByLabelText(/URL of the collector/), 'ftp://x');
  expect(screen.getByText('Not an http or https URL')).toBeInTheDocument();
});

it('forgets the timeout when it is emptied', async () => {
  const user = userEvent.setup();
  const { latest } = show({ jsonData: { timeout: 5 } });
  await user.clear(screen.getByLabelText(/Timeout/));
  expect(latest.current.jsonData.timeout).toBeUndefined();
});

it('never shows a stored key, and lets it be replaced', async () => {
  const user = userEvent.setup();
  const { latest } = show({ secureJsonFields: { apiKey: true } });
  expect(screen.getByLabelText(/API key/)).toBeDisabled();
  await user.click(screen.getByRole('button', { name: /reset/i }));
  expect(latest.current.secureJsonFields.apiKey).toBe(false);
  await user.type(screen.getByLabelText(/API key/), 'new');
  expect(latest.current.secureJsonData?.apiKey).toBe('new');
});

it('asks for certificates only when they are wanted', async () => {
  const user = userEvent.setup();
  const { latest } = show();
  expect(screen.queryByLabelText('CA certificate')).not.toBeInTheDocument();
  await user.click(screen.getByLabelText('Own certificate authority'));
  await user.type(screen.getByLabelText('CA certificate'), 'PEM');
  expect(latest.current).toMatchObject({ jsonData: { tlsAuthWithCACert: true }, secureJsonData: { tlsCACert: 'PEM' } });
  await user.click(screen.getByLabelText('Client certificate'));
  await user.type(screen.getByLabelText(/Server name/), 'collector');
  expect(latest.current.jsonData).toMatchObject({ tlsAuth: true, serverName: 'collector' });
});

it('can be read but not changed when it is provisioned', () => {
  show({ readOnly: true, url: 'http://x' });
  expect(screen.getByLabelText(/URL of the collector/)).toBeDisabled();
  expect(screen.getByLabelText(/Timeout/)).toBeDisabled();
});

it('has no accessibility violation', async () => {
  const { container } = show({ jsonData: { tlsAuth: true, tlsAuthWithCACert: true } });
  expect((await axe(container)).violations).toEqual([]);
});
