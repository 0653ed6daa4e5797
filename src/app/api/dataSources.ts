import { getDataSourceSrv } from '@grafana/runtime';
import { DATASOURCE_TYPE } from '../constants.ts';

export interface DataSourceChoice {
  uid: string;
  name: string;
}

/** Data sources of our type that the reader may use. Grafana 12.3 has no other way to list them than this one. */
export function listDataSources(): DataSourceChoice[] {
  return getDataSourceSrv()
    .getList({ pluginId: DATASOURCE_TYPE })
    .map(({ uid, name }) => ({ uid, name }));
}

/** The configured data source if it still exists, else the first one, else undefined. */
export function pickDataSource(
  configured: string | undefined,
  choices: readonly DataSourceChoice[]
): DataSourceChoice | undefined {
  return choices.find(({ uid }) => uid === configured) ?? choices[0];
}
