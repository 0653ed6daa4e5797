import { useMemo } from 'react';
import type { AnalysisClient } from '../analysis/AnalysisClient.ts';
import { analysisClient } from '../analysis/client.ts';
import type { Latest } from '../analysis/useLatest.ts';
import { useSteady } from '../analysis/useSteady.ts';
import { analyse } from './analyse.ts';
import type { Analysed, AnomaliesInput, AnomaliesOptions } from './model.ts';

/** Analyses what was read. What the data bring analysed is shown at once; a stream keeps the last answer until the next. */
export function useAnomalies(
  input: AnomaliesInput | undefined,
  options: AnomaliesOptions,
  client: AnalysisClient = analysisClient
): Latest<Analysed> {
  const ask = useMemo(
    () =>
      input && input.raw.length > 0 ? (signal: AbortSignal) => analyse(input, options, client, signal) : undefined,
    [input, options, client]
  );
  const latest = useSteady(ask, options);
  return useMemo(
    () =>
      input && ask === undefined
        ? { loading: false, value: { series: input.analysed, notices: input.notices } }
        : latest,
    [input, ask, latest]
  );
}
