// Lands in module.js, which Grafana loads at its start: nothing but types and constants may be imported here.
import { isRecord } from '../ui/guards.ts';

const APP = '/a/claudeflow-performance-app';
const DATASOURCE_TYPE = 'claudeflow-performance-datasource';

/**
 * Path of the app's page on what a panel or Explore shows: the comparison of the swarms that its queries name, or the report
 * on them. Undefined, so no link, where nothing of it comes from our data source.
 * @param context what Grafana hands to a link's `configure`, of any shape
 */
export function shownPath(page: 'compare' | 'reports', context: unknown): string | undefined {
  const targets = isRecord(context) && Array.isArray(context.targets) ? context.targets.filter(isRecord) : [];
  const ours = targets.filter(({ datasource }) => isRecord(datasource) && datasource.type === DATASOURCE_TYPE);
  if (ours.length === 0) {
    return undefined;
  }
  const named = ours.flatMap(({ swarms }): unknown[] => (Array.isArray(swarms) ? swarms : []));
  // A variable is not a name; which values it has here the link is not told.
  const swarms = named.filter((name): name is string => typeof name === 'string' && name !== '' && !name.includes('$'));
  const params = new URLSearchParams([...new Set(swarms)].map((name): [string, string] => ['swarm', name]));
  const range = isRecord(context) && isRecord(context.timeRange) ? context.timeRange : {};
  const from = timeText(range.from);
  const to = timeText(range.to);
  if (from !== undefined && to !== undefined) {
    params.set('from', from);
    params.set('to', to);
  }
  const query = params.toString();
  return query === '' ? `${APP}/${page}` : `${APP}/${page}?${query}`;
}

/**
 * Path of the page of the swarm that an alert is about; undefined for an alert without one.
 * @param context what Grafana hands to a link in the list of alert instances, of any shape
 */
export function alertPath(context: unknown): string | undefined {
  const instance = isRecord(context) && isRecord(context.instance) ? context.instance : {};
  const swarm = isRecord(instance.labels) ? instance.labels.swarm_id : undefined;
  return typeof swarm === 'string' && swarm !== ''
    ? `${APP}/swarms/-?${new URLSearchParams({ id: swarm }).toString()}`
    : undefined;
}

/** Panels hand out relative times as texts, Explore moments. */
function timeText(time: unknown): string | undefined {
  if (typeof time === 'string') {
    return time;
  }
  const value = isRecord(time) && typeof time.valueOf === 'function' ? time.valueOf() : time;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}
