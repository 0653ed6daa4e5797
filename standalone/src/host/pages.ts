import { pageUrl } from '../../../src/app/constants.ts';

export interface HostPageInfo {
  title: string;
  path: string;
}

/** The service answers every path below /a with this page. */
export const RANKINGS_PATH = '/a/standalone/rankings';
export const COMPARISONS_PATH = '/a/standalone/comparisons';
export const ANOMALIES_PATH = '/a/standalone/anomalies';
export const CONNECTION_PATH = '/a/standalone/connection';
/** In no menu: for tests and trials. */
export const SYNTHETIC_PATH = '/a/standalone/synthetic';
export const SYNTHETIC_PANELS_PATH = '/a/standalone/synthetic-panels';

/** Pages of the host, under the same paths as inside Grafana where there is one. */
export const PAGES: readonly HostPageInfo[] = [
  { title: 'Overview', path: pageUrl('overview') },
  { title: 'Rankings', path: RANKINGS_PATH },
  { title: 'Comparison panel', path: COMPARISONS_PATH },
  { title: 'Anomalies panel', path: ANOMALIES_PATH },
  { title: 'Compare', path: pageUrl('compare') },
  { title: 'Inputs', path: pageUrl('inputs') },
  { title: 'Reports', path: pageUrl('reports') },
  { title: 'Connection', path: CONNECTION_PATH },
];

const HIDDEN: readonly HostPageInfo[] = [
  { title: 'Swarm', path: pageUrl('swarms') },
  { title: 'Alerts', path: pageUrl('alerts') },
  { title: 'Synthetic series', path: SYNTHETIC_PATH },
  { title: 'Synthetic rows', path: SYNTHETIC_PANELS_PATH },
];

export function currentPage(pathname: string): HostPageInfo | undefined {
  return [...PAGES, ...HIDDEN].find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
}
