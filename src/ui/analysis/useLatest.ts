import { useEffect, useState } from 'react';
import { AnalysisStopped } from './drive.ts';

export interface Latest<T> {
  /** True while the answer to the present question is awaited. */
  loading: boolean;
  /** The last answer, kept while the next one is awaited so that nothing flickers. */
  value?: T;
  /** A sentence, when the present question could not be answered. */
  error?: string;
}

/**
 * Asks whenever the question changes and gives up the one before: the last one wins, whatever the order of the answers. The
 * question must keep its identity (`useCallback`) while it is the same; undefined asks nothing.
 */
export function useLatest<T>(ask: ((signal: AbortSignal) => Promise<T>) | undefined): Latest<T> {
  const [state, setState] = useState<{ to: typeof ask; value?: T; error?: string }>();

  useEffect(() => {
    if (!ask) {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    ask(signal).then(
      (value) => signal.aborted || setState({ to: ask, value }),
      (error: unknown) => {
        if (!signal.aborted && !(error instanceof AnalysisStopped)) {
          const text = error instanceof Error ? error.message : String(error);
          setState((before) => ({ to: ask, value: before?.value, error: text }));
        }
      }
    );
    return () => controller.abort();
  }, [ask]);

  const current = state?.to === ask;
  return {
    loading: ask !== undefined && !current,
    value: state?.value,
    ...(current && state?.error !== undefined ? { error: state.error } : {}),
  };
}
