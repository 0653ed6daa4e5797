import type { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { testIds } from '../../ui/testIds.ts';
import type { PerformanceDataSource } from '../datasource.ts';
import { BuilderFields } from '../query/BuilderFields.tsx';
import { completeQuery, type PerformanceOptions, type PerformanceQuery } from '../types.ts';
import { annotationQueryOf } from './annotationQuery.ts';

type Props = QueryEditorProps<PerformanceDataSource, PerformanceQuery, PerformanceOptions>;

/** What a dashboard marks in its graphs. Filters and swarms hold for incidents and swarms; markers have only swarms. */
export function AnnotationEditor({ query: saved, datasource, range, onChange, onRunQuery }: Props) {
  return (
    <div data-testid={testIds.annotationEditor.container}>
      <BuilderFields
        query={completeQuery(annotationQueryOf(saved))}
        datasource={datasource}
        range={range}
        fixedType
        onChange={(next) => {
          onChange(next);
          onRunQuery();
        }}
      />
      <p>
        {t(
          'annotations.help',
          'A swarm counts as ended ten minutes after its last record. Markers are set with POST /api/v1/markers of the collector, for example by a deployment.'
        )}
      </p>
    </div>
  );
}
