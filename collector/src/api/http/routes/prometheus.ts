import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../../log.ts';
import { Families, registryFor } from '../../../prometheus/families.ts';
import { LiveMetrics } from '../../../prometheus/liveMetrics.ts';
import { reportingFamilies } from '../../../prometheus/reportingFamilies.ts';
import { inputFamilies, serviceFamilies, storeFamilies } from '../../../prometheus/serviceFamilies.ts';
import { swarmFamilies } from '../../../prometheus/swarmFamilies.ts';
import { SwarmTotals } from '../../../prometheus/swarmTotals.ts';
import type { PerformanceSystem } from '../../../system.ts';

/** `GET /metrics`: the collector and its swarms for a Prometheus, as OpenMetrics where that is asked for. */
export function prometheusRoutes(app: FastifyInstance, system: PerformanceSystem, log: Logger): void {
  const live = new LiveMetrics(system);
  const totals = new SwarmTotals(system.realStore);
  app.addHook('onResponse', async (request, reply) => {
    live.answered(request.method, request.routeOptions.url, reply.statusCode, reply.elapsedTime / 1000);
  });

  app.get('/metrics', async (request, reply) => {
    const openMetrics = prefersOpenMetrics(request.headers.accept);
    const registry = registryFor(openMetrics);
    const families = new Families(registry);
    serviceFamilies(families, system);
    inputFamilies(families, system.inputs());
    reportingFamilies(families, system.reporting);
    const stored = await totals.read().catch((error: unknown) => {
      // What the service knows without its store is worth most when the store has trouble.
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the totals could not be read');
      return undefined;
    });
    await storeFamilies(families, system.storeFile, stored);
    families.gauge('claude_flow_perf_totals_read', '0 when the store could not be asked for its totals.', [
      { labels: {}, value: stored ? 1 : 0 },
    ]);
    if (stored) {
      swarmFamilies(families, stored);
    }
    const texts = await Promise.all([...live.registries(openMetrics), registry].map((each) => each.metrics()));
    return reply.type(registry.contentType).send(joined(texts, openMetrics));
  });
}

const END = '# EOF\n';

/** One answer of several registries; OpenMetrics has a mark at its very end. */
function joined(texts: readonly string[], openMetrics: boolean): string {
  return openMetrics ? `${texts.map((text) => text.slice(0, -END.length)).join('')}${END}` : texts.join('\n');
}

/** Prometheus names OpenMetrics first when it can read it; nobody else asks for it. */
function prefersOpenMetrics(accept: string | undefined): boolean {
  return /application\/openmetrics-text\s*;[^,]*version=1\.0\.0/.test(accept ?? '');
}
