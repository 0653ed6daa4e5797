import {
  isDataFrame,
  type AdHocVariableFilter,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type LegacyMetricFindQueryOptions,
  type MetricFindValue,
  type ScopedVars,
  type TimeRange,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { map, throwError, type Observable } from 'rxjs';
import { DEFAULT_QUERY } from '../core/query/model.ts';
import { adhocFilters, dimensionOf, TAG_KEYS } from './adhoc.ts';
import { annotationSupport } from './annotations/annotationSupport.ts';
import { withLinks } from './frameLinks.ts';
import { interpolateQuery } from './interpolate.ts';
import { channelsOf, follow, isLive } from './live.ts';
import { completeQuery, type PerformanceOptions, type PerformanceQuery } from './types.ts';
import { readValues } from './values.ts';
import { PerformanceVariables } from './variables/PerformanceVariables.ts';
import { variableQueryOf } from './variables/variableQuery.ts';

/** Everything is computed by the collector, so that panels, alert rules and reports get the same answer. */
export class PerformanceDataSource extends DataSourceWithBackend<PerformanceQuery, PerformanceOptions> {
  variables = new PerformanceVariables(this);
  annotations = annotationSupport;

  constructor(settings: DataSourceInstanceSettings<PerformanceOptions>) {
    super(settings);
  }

  getDefaultQuery(): Partial<PerformanceQuery> {
    return { ...DEFAULT_QUERY };
  }

  filterQuery(query: PerformanceQuery): boolean {
    return query.hide !== true;
  }

  query(request: DataQueryRequest<PerformanceQuery>): Observable<DataQueryResponse> {
    try {
      if (isLive(request)) {
        const queries = this.interpolateVariablesInQueries(request.targets, request.scopedVars, request.filters);
        return follow(request, this.uid, channelsOf(queries), (next) => this.ask(next));
      }
      return this.ask(request);
    } catch (error) {
      // An ad-hoc filter that cannot be applied: the panel says so, instead of going on loading.
      return throwError(() => error);
    }
  }

  private ask(request: DataQueryRequest<PerformanceQuery>): Observable<DataQueryResponse> {
    return super.query(request).pipe(
      map((response) => ({
        ...response,
        data: response.data.map((frame) => (isDataFrame(frame) ? withLinks(frame, this) : frame)),
      }))
    );
  }

  applyTemplateVariables(
    query: PerformanceQuery,
    scopedVars: ScopedVars,
    filters: AdHocVariableFilter[] = []
  ): PerformanceQuery {
    const templates = getTemplateSrv();
    const filled = interpolateQuery(completeQuery(query), (text, format) =>
      templates.replace(text, scopedVars, format)
    );
    return filters.length === 0
      ? filled
      : { ...filled, filters: [...(filled.filters ?? []), ...adhocFilters(filters)] };
  }

  interpolateVariablesInQueries(
    queries: PerformanceQuery[],
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): PerformanceQuery[] {
    return queries.map((query) => this.applyTemplateVariables(query, scopedVars, filters));
  }

  /** Names that the collector knows, most of the time those of a time range; rejects when it cannot be asked. */
  async listValues(query: Partial<PerformanceQuery>, range?: TimeRange): Promise<MetricFindValue[]> {
    const refId = 'values';
    const filled = this.applyTemplateVariables({ ...query, type: 'values', refId }, {});
    const window = range ? { from: range.from.valueOf(), to: range.to.valueOf() } : {};
    const answer: unknown = await this.postResource(
      'query',
      { queries: [filled], ...window },
      { showErrorAlert: false }
    );
    return readValues(answer, refId);
  }

  /** For variables that ask by a word, such as `swarms`, and for whatever asks a data source for values directly. */
  async metricFindQuery(query: unknown, options?: LegacyMetricFindQueryOptions): Promise<MetricFindValue[]> {
    const { scopedVars = {}, range } = options ?? {};
    return this.listValues(this.applyTemplateVariables(variableQueryOf(query), scopedVars), range);
  }

  async getTagKeys(): Promise<MetricFindValue[]> {
    return [...TAG_KEYS];
  }

  /** Values of an ad-hoc filter: those of the time range that the other filters leave. */
  async getTagValues({ key, filters, timeRange }: DataSourceGetTagValuesOptions): Promise<MetricFindValue[]> {
    const valuesOf = dimensionOf(key);
    if (valuesOf === undefined) {
      return [];
    }
    const others = adhocFilters((filters ?? []).filter((filter) => filter.key !== key));
    return this.listValues({ valuesOf, filters: others }, timeRange);
  }
}
