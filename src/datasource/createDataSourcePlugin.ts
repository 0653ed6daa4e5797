import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './config/ConfigEditor.tsx';
import { PerformanceDataSource } from './datasource.ts';
import { QueryEditor } from './query/QueryEditor.tsx';
import { QueryHelp } from './query/QueryHelp.tsx';
import type { PerformanceOptions, PerformanceQuery, PerformanceSecrets } from './types.ts';

export function createDataSourcePlugin() {
  return new DataSourcePlugin<PerformanceDataSource, PerformanceQuery, PerformanceOptions, PerformanceSecrets>(
    PerformanceDataSource
  )
    .setConfigEditor(ConfigEditor)
    .setQueryEditor(QueryEditor)
    .setQueryEditorHelp(QueryHelp);
}
