import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import type { Observable } from 'rxjs';
import type { PerformanceDataSource } from '../datasource.ts';
import type { PerformanceOptions, PerformanceQuery } from '../types.ts';
import { VariableEditor } from './VariableEditor.tsx';
import { variableQueryOf } from './variableQuery.ts';

/** Variables whose values are names that the collector knows. Their query is of the one query model. */
export class PerformanceVariables extends CustomVariableSupport<
  PerformanceDataSource,
  PerformanceQuery,
  PerformanceQuery,
  PerformanceOptions
> {
  editor = VariableEditor;

  constructor(private readonly datasource: Pick<PerformanceDataSource, 'query'>) {
    super();
  }

  query(request: DataQueryRequest<PerformanceQuery>): Observable<DataQueryResponse> {
    return this.datasource.query({ ...request, targets: [variableQueryOf(request.targets[0])] });
  }

  getDefaultQuery(): Partial<PerformanceQuery> {
    return variableQueryOf(undefined);
  }
}
