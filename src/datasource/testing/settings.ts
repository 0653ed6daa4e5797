import { PluginType, type DataSourceInstanceSettings } from '@grafana/data';
import type { PerformanceOptions } from '../types.ts';

const ID = 'claudeflow-performance-datasource';

/** A data source of our type, as Grafana describes it to its class. */
export const SETTINGS: DataSourceInstanceSettings<PerformanceOptions> = {
  id: 1,
  uid: 'cf',
  type: ID,
  name: 'Claude-Flow',
  access: 'proxy',
  readOnly: false,
  jsonData: {},
  meta: {
    id: ID,
    name: 'Claude-Flow',
    type: PluginType.datasource,
    module: '',
    baseUrl: '',
    info: {
      author: { name: '' },
      description: '',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  },
};
