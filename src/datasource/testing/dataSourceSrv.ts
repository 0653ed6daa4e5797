import type { DataSourceSrv } from '@grafana/runtime';
import { SETTINGS } from './settings.ts';

/** Knows the one data source of `SETTINGS`, as Grafana's own registry would. */
export const DATA_SOURCES: DataSourceSrv = {
  get: () => Promise.reject(new Error('not part of the fake')),
  getList: () => [SETTINGS],
  getInstanceSettings: () => SETTINGS,
  reload: () => Promise.resolve(),
  registerRuntimeDataSource: () => undefined,
};
