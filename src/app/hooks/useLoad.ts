import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ApiError } from '../api/errors.ts';
import { toApiError } from '../api/toApiError.ts';

export interface Loaded<T> {
  /** True while an answer is awaited, also when an older one is still shown. */
  loading: boolean;
  /** The last answer; kept while a newer one is awaited. */
  value?: T;
  /** Why the last request failed; absent once one succeeds. */
  error?: ApiError;
  reload: () => void;
}

/**
 * Runs `load` at once, whenever it changes and when told to. Answers to requests that a later one has overtaken are
 * dropped. `load` must keep its identity (`useCallback`) while the question is the same.
 */
export function useLoad<T>(load: () => Promise<T>): Loaded<T> {
  const [round, setRound] = useState(0);
  const question = useMemo(() => ({ load, round }), [load, round]);
  const [answer, setAnswer] = useState<{ to: typeof question; value?: T; error?: ApiError }>();

  useEffect(() => {
    let current = true;
    question.load().then(
      (value) => current && setAnswer({ to: question, value }),
      (error: unknown) => current && setAnswer({ to: question, error: toApiError(error) })
    );
    return () => {
      current = false;
    };
  }, [question]);

  const reload = useCallback(() => setRound((count) => count + 1), []);
  return { loading: answer?.to !== question, value: answer?.value, error: answer?.error, reload };
}
