import pluginJson from '../plugin.json';

export const PLUGIN_ID = pluginJson.id;
export const PLUGIN_BASE_URL = `/a/${PLUGIN_ID}`;
export const DATASOURCE_TYPE = 'claudeflow-performance-datasource';

export const ROUTES = {
  overview: 'overview',
  swarms: 'swarms',
  compare: 'compare',
  inputs: 'inputs',
  alerts: 'alerts',
  reports: 'reports',
} as const;
export type RouteName = keyof typeof ROUTES;

/** Path of a page of the app inside Grafana. */
export function pageUrl(route: RouteName): string {
  return `${PLUGIN_BASE_URL}/${ROUTES[route]}`;
}

/** Names that are a segment of a path as they are: routers on the way decode others once or twice. */
const PLAIN = /^[\w~-][\w.~-]{0,200}$/;

/** Path of the page of one swarm, whatever it is called. */
export function swarmUrl(swarmId: string): string {
  const page = pageUrl('swarms');
  return PLAIN.test(swarmId) ? `${page}/${swarmId}` : `${page}/-?id=${encodeURIComponent(swarmId)}`;
}

/** Path of the app's configuration page, which Grafana shows to administrators. */
export const CONFIGURATION_URL = `/plugins/${PLUGIN_ID}?page=configuration`;
/** Path where Grafana offers to add a data source of our type. */
export const NEW_DATASOURCE_URL = `/connections/datasources/${DATASOURCE_TYPE}`;
