import type { AnnotationSupport } from '@grafana/data';
import { of } from 'rxjs';
import type { PerformanceQuery } from '../types.ts';
import { AnnotationEditor } from './AnnotationEditor.tsx';
import { annotationQueryOf } from './annotationQuery.ts';
import { eventsOf } from './events.ts';

/** What a dashboard marks in its graphs: incidents, begin and end of swarms, and what people have marked. */
export const annotationSupport: AnnotationSupport<PerformanceQuery> = {
  getDefaultQuery: () => annotationQueryOf(undefined),
  prepareQuery: ({ target }) => annotationQueryOf(target),
  processEvents: (_, frames) => of(eventsOf(frames)),
  QueryEditor: AnnotationEditor,
};
