import type { DataSourceInstanceSettings, ScopedVars } from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { DEFAULT_QUERY } from '../core/query/model.ts';
import { isRecord } from '../ui/guards.ts';
import { interpolateQuery } from './interpolate.ts';
import { completeQuery, type PerformanceOptions, type PerformanceQuery } from './types.ts';

/** Everything is computed by the collector, so that panels, alert rules and reports get the same answer. */
export class PerformanceDataSource extends DataSourceWithBackend<PerformanceQuery, PerformanceOptions> {
  constructor(settings: DataSourceInstanceSettings<PerformanceOptions>) {
    super(settings);
  }

  getDefaultQuery(): Partial<PerformanceQuery> {
    return { ...DEFAULT_QUERY };
  }

  filterQuery(query: PerformanceQuery): boolean {
    return query.hide !== true;
  }

  applyTemplateVariables(query: PerformanceQuery, scopedVars: ScopedVars): PerformanceQuery {
    const templates = getTemplateSrv();
    return interpolateQuery(completeQuery(query), (text, format) => templates.replace(text, scopedVars, format));
  }

  interpolateVariablesInQueries(queries: PerformanceQuery[], scopedVars: ScopedVars): PerformanceQuery[] {
    return queries.map((query) => this.applyTemplateVariables(query, scopedVars));
  }

  /** Ids of all swarms that the collector knows; rejects when it cannot be asked. */
  async listSwarms(): Promise<string[]> {
    const answer: unknown = await this.getResource('swarms');
    const swarms: unknown = isRecord(answer) ? answer.swarms : undefined;
    return Array.isArray(swarms)
      ? swarms.flatMap((swarm: unknown) =>
          isRecord(swarm) && typeof swarm.swarmId === 'string' ? [swarm.swarmId] : []
        )
      : [];
  }
}
