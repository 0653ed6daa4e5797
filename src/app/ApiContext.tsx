import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { createApi } from './api/client.ts';
import { listDataSources, pickDataSource } from './api/dataSources.ts';
import type { AppSettings } from './api/settings.ts';
import type { PerformanceApi } from './api/types.ts';

/** Undefined when there is no data source to ask. */
const ApiContext = createContext<PerformanceApi | undefined>(undefined);

export function ApiProvider({ settings, children }: { settings: AppSettings; children: ReactNode }) {
  const uid = pickDataSource(settings.datasourceUid, listDataSources())?.uid;
  const api = useMemo(() => (uid === undefined ? undefined : createApi(uid)), [uid]);
  return <ApiContext.Provider value={api}>{children}</ApiContext.Provider>;
}

export function useApi(): PerformanceApi | undefined {
  return useContext(ApiContext);
}
