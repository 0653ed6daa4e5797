import { t } from '@grafana/i18n';
import { toApiError } from '../../api/toApiError.ts';
import type { PerformanceApi } from '../../api/types.ts';

export interface LayerCheck {
  name: string;
  state: 'ok' | 'warning' | 'fault' | 'not checked';
  message: string;
  /** What to do about a fault. */
  action?: string;
}

/**
 * Checks the way from this page to stored data in the order in which a request takes it, and stops at the first fault:
 * what lies behind it cannot be told.
 */
export async function checkLayers(api: PerformanceApi | undefined): Promise<LayerCheck[]> {
  const names = layerNames();
  if (!api) {
    return [
      {
        name: names[0],
        state: 'fault',
        message: t('health.no-data-source', 'There is none of our type.'),
        action: t('health.no-data-source-action', 'Add one, then choose it here.'),
      },
      ...notChecked(names.slice(1)),
    ];
  }
  const dataSource = await checkDataSource(api, names[0]);
  if (dataSource.state === 'fault') {
    return [dataSource, ...notChecked(names.slice(1))];
  }
  return [dataSource, ...(await checkCollector(api, names))];
}

function layerNames(): [string, string, string] {
  return [t('health.data-source', 'Data source'), t('health.collector', 'Collector'), t('health.data', 'Stored data')];
}

async function checkDataSource(api: PerformanceApi, name: string): Promise<LayerCheck> {
  try {
    const { ok, message } = await api.checkDataSource();
    return ok
      ? { name, state: 'ok', message }
      : {
          name,
          state: 'fault',
          message,
          action: t('health.settings-action', 'Open the data source and use "Save & test".'),
        };
  } catch (error) {
    return fault(name, error);
  }
}

async function checkCollector(api: PerformanceApi, names: [string, string, string]): Promise<LayerCheck[]> {
  try {
    const { overall, components } = await api.health();
    const troubled = components
      .filter(({ state }) => state !== 'healthy')
      .map(({ name, state }) => `${name}: ${state}`);
    const message = [overall, ...troubled].join('; ');
    const collector: LayerCheck =
      overall === 'healthy'
        ? { name: names[1], state: 'ok', message }
        : {
            name: names[1],
            state: overall === 'degraded' ? 'warning' : 'fault',
            message,
            action: t('health.component-action', 'Look into the log of the collector for the named part.'),
          };
    return [collector, await checkData(api, names[2])];
  } catch (error) {
    return [fault(names[1], error), ...notChecked(names.slice(2))];
  }
}

async function checkData(api: PerformanceApi, name: string): Promise<LayerCheck> {
  try {
    const { swarms } = await api.swarms({});
    return swarms.length > 0
      ? { name, state: 'ok', message: t('health.swarms', 'Swarms with data: {{swarms}}.', { swarms: swarms.length }) }
      : {
          name,
          state: 'warning',
          message: t('health.empty', 'Nothing received yet.'),
          action: t('health.empty-action', 'The Overview page shows how to send data.'),
        };
  } catch (error) {
    return fault(name, error);
  }
}

function fault(name: string, thrown: unknown): LayerCheck {
  const { message, action } = toApiError(thrown);
  return { name, state: 'fault', message, action };
}

function notChecked(names: string[]): LayerCheck[] {
  return names.map((name) => ({
    name,
    state: 'not checked',
    message: t('health.not-checked', 'Not checked, because of the fault before it.'),
  }));
}
