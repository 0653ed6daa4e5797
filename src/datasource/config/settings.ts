import type { DataSourceSettings } from '@grafana/data';
import type { PerformanceOptions, PerformanceSecrets } from '../types.ts';

type Settings = DataSourceSettings<PerformanceOptions, PerformanceSecrets>;

export function isHttpUrl(text: string): boolean {
  try {
    const { protocol } = new URL(text);
    return protocol === 'http:' || protocol === 'https:';
  } catch {
    return false;
  }
}

/** The settings with a secret to store. */
export function withSecret(options: Settings, name: keyof PerformanceSecrets, value: string): Settings {
  return { ...options, secureJsonData: { ...options.secureJsonData, [name]: value } };
}

/** The settings with a stored secret forgotten, so that another can be entered. */
export function resetSecret(options: Settings, name: keyof PerformanceSecrets): Settings {
  return {
    ...withSecret(options, name, ''),
    secureJsonFields: { ...options.secureJsonFields, [name]: false },
  };
}

/** The settings with one option of the connection set. */
export function withOption<K extends keyof PerformanceOptions>(
  options: Settings,
  name: K,
  value: PerformanceOptions[K]
): Settings {
  return { ...options, jsonData: { ...options.jsonData, [name]: value } };
}
