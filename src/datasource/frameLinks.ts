import { FieldType, type DataFrame, type DataLink, type Field } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DIMENSION_LABELS } from '../core/query/model.ts';
import type { PerformanceQuery } from './types.ts';

/** The data source as a link to Explore names it. */
interface Source {
  uid: string;
  name: string;
}

const SWARM = DIMENSION_LABELS.swarm;
// The page takes any name as a parameter; as a part of the path it would be decoded by routers on the way.
const SWARM_PAGE = '/a/claudeflow-performance-app/swarms/-?id=';

/**
 * The frame with links from each swarm: to its page, with the time range that is shown, and to its tasks in Explore. Only the
 * collector's own fields are named as these are, and links that they have are kept.
 */
export function withLinks(frame: DataFrame, source: Source): DataFrame {
  return { ...frame, fields: frame.fields.map((field) => linked(field, source)) };
}

function linked(field: Field, source: Source): Field {
  const swarm =
    field.type === FieldType.string && field.name === SWARM
      ? '__value.raw'
      : field.labels?.[SWARM] === undefined
        ? undefined
        : `__field.labels.${SWARM}`;
  if (swarm === undefined) {
    return field;
  }
  const links = [...(field.config.links ?? []), pageLink(swarm), tasksLink(swarm, source)];
  return { ...field, config: { ...field.config, links } };
}

function pageLink(swarm: string): DataLink {
  return {
    title: t('links.swarm', 'Swarm page'),
    url: `${SWARM_PAGE}\${${swarm}:percentencode}&\${__url_time_range}`,
  };
}

function tasksLink(swarm: string, { uid, name }: Source): DataLink<PerformanceQuery> {
  return {
    title: t('links.tasks', 'Tasks of the swarm'),
    url: '',
    internal: {
      datasourceUid: uid,
      datasourceName: name,
      query: { refId: 'A', type: 'tasks', swarms: [`\${${swarm}}`] },
    },
  };
}
