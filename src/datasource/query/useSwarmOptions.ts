import { useCallback } from 'react';
import { getTemplateSrv } from '@grafana/runtime';
import { shorten } from '../../ui/text.ts';
import type { PerformanceDataSource } from '../datasource.ts';

interface SwarmOption {
  value: string;
  label: string;
}

/** Most swarms offered at once; typing narrows them. */
const MAX_OPTIONS = 200;

/**
 * Loads the swarms to choose from, dashboard variables first. When the collector cannot be asked the variables are
 * still there, and an id can be typed.
 */
export function useSwarmOptions(datasource: Pick<PerformanceDataSource, 'listSwarms'>) {
  return useCallback(
    async (typed: string): Promise<SwarmOption[]> => {
      const variables = getTemplateSrv()
        .getVariables()
        .map(({ name }) => `$${name}`);
      const ids = await datasource.listSwarms().catch((): string[] => []);
      const wanted = typed.toLowerCase();
      return [...variables, ...ids]
        .filter((id) => id.toLowerCase().includes(wanted))
        .slice(0, MAX_OPTIONS)
        .map((id) => ({ value: id, label: shorten(id, 80) }));
    },
    [datasource]
  );
}
