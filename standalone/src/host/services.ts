import { EventBusSrv, PluginType, type DataSourceInstanceSettings } from '@grafana/data';
import {
  FakeEchoSrv,
  setAppEvents,
  setBackendSrv,
  setDataSourceSrv,
  setEchoSrv,
  setTemplateSrv,
} from '@grafana/runtime-real';
import { DATASOURCE_TYPE } from '../../../src/app/constants.ts';
import { HOST_DATASOURCE_UID } from './collectorPath.ts';
import { CollectorSrv } from './collectorSrv.ts';

const COLLECTOR: DataSourceInstanceSettings = {
  id: 1,
  uid: HOST_DATASOURCE_UID,
  type: DATASOURCE_TYPE,
  name: 'This collector',
  access: 'proxy',
  readOnly: true,
  jsonData: {},
  meta: {
    id: DATASOURCE_TYPE,
    name: 'Claude-Flow Performance',
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

/** Puts what Grafana provides to plugins in place, as far as ours use it. */
export function installServices(): void {
  setBackendSrv(new CollectorSrv());
  setDataSourceSrv({
    getList: () => [COLLECTOR],
    getInstanceSettings: () => COLLECTOR,
    get: () => Promise.reject(new Error('The stand-alone page has no data source objects.')),
    reload: () => Promise.resolve(),
    registerRuntimeDataSource: () => undefined,
  });
  setEchoSrv(new FakeEchoSrv());
  setAppEvents(new EventBusSrv());
  setTemplateSrv({
    getVariables: () => [],
    replace: (text = '') => text,
    containsTemplate: () => false,
    updateTimeRange: () => undefined,
  });
}
