/** Uid of the one data source that the host pretends to have. */
export const HOST_DATASOURCE_UID = 'collector';

/**
 * Where the collector on our own origin answers what the pages ask of Grafana; undefined for what only Grafana has.
 * Paths are those of the data source's resource proxy, its health check and the query endpoint.
 */
export function collectorPath(url: string): string | undefined {
  if (url === '/api/ds/query') {
    return '/api/v1/query';
  }
  const found = /^\/api\/datasources\/uid\/[^/]+\/(?:(health)|resources\/(.+))$/.exec(url);
  if (!found) {
    return undefined;
  }
  return found[1] ? '/readyz' : `/api/v1/${found[2]}`;
}

/** The readiness probe's answer in the form of Grafana's data source check. */
export function asHealthCheck(answer: unknown): { status: 'OK' | 'ERROR'; message: string } {
  const { status, reason }: { status?: unknown; reason?: unknown } =
    typeof answer === 'object' && answer !== null ? answer : {};
  return {
    status: status === 'ready' ? 'OK' : 'ERROR',
    message:
      typeof reason === 'string'
        ? reason
        : `The collector is ${typeof status === 'string' ? status : 'in an unknown state'}.`,
  };
}
