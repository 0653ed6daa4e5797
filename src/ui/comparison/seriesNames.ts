import { getFieldDisplayName, type DataFrame, type Field } from '@grafana/data';

export interface Series {
  frame: DataFrame;
  field: Field;
}

/**
 * The group of each series: the value of the label asked for, else of `swarm_id` where all have it, else of the labels that
 * tell the series apart. Series without such labels go by the name that Grafana shows.
 */
export function namesOfSeries(series: readonly Series[], frames: readonly DataFrame[], groupBy: string): string[] {
  const keys = groupBy === '' ? distinguishing(series) : [groupBy];
  return series.map(({ frame, field }) => {
    const parts = keys.flatMap((key) => field.labels?.[key] ?? []);
    return parts.length > 0 ? parts.join(' · ') : getFieldDisplayName(field, frame, [...frames]);
  });
}

function distinguishing(series: readonly Series[]): string[] {
  const labels = series.map(({ field }) => field.labels ?? {});
  if (labels.every(({ swarm_id }) => swarm_id !== undefined)) {
    return ['swarm_id'];
  }
  const keys = [...new Set(labels.flatMap((own) => Object.keys(own)))].filter((key) => key !== '__name__');
  return keys.filter((key) => new Set(labels.map((own) => own[key])).size > 1);
}
