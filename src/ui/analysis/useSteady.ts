import { useEffect, useRef, useState } from 'react';
import { AnalysisStopped } from './drive.ts';
import type { Latest } from './useLatest.ts';

type Ask<T> = (signal: AbortSignal) => Promise<T>;

interface Question<T> {
  ask: Ask<T>;
  topic: unknown;
}

interface Settled<T> {
  to: Ask<T>;
  value?: T;
  error?: string;
}

/** Asks one question at a time and, once that is answered, the newest of those that came meanwhile. */
class Turns<T> {
  private running: { topic: unknown; controller: AbortController } | undefined;
  private next: Question<T> | undefined;

  constructor(private readonly settled: (answer: Settled<T>) => void) {}

  put(question: Question<T> | undefined): void {
    this.next = question;
    if (!this.running) {
      this.start();
    } else if (question?.topic !== this.running.topic) {
      this.running.controller.abort();
    }
  }

  private start(): void {
    const { next } = this;
    this.next = undefined;
    if (next) {
      const controller = new AbortController();
      this.running = { topic: next.topic, controller };
      void this.run(next, controller.signal);
    }
  }

  private async run({ ask }: Question<T>, signal: AbortSignal): Promise<void> {
    try {
      const value = await ask(signal);
      if (!signal.aborted) {
        this.settled({ to: ask, value });
      }
    } catch (error) {
      if (!signal.aborted && !(error instanceof AnalysisStopped)) {
        this.settled({ to: ask, error: error instanceof Error ? error.message : String(error) });
      }
    }
    this.running = undefined;
    this.start();
  }
}

/**
 * Like `useLatest`, for questions that may come faster than their answers, as those of a stream do: one that runs is let finish
 * unless the topic has changed, so that there is always an answer at last.
 * @param ask must keep its identity while the question is the same; undefined asks nothing and gives up what runs
 * @param topic what makes answers to older questions worthless when it changes, such as the options
 */
export function useSteady<T>(ask: Ask<T> | undefined, topic: unknown): Latest<T> {
  const [state, setState] = useState<Settled<T>>();
  const turns = useRef<Turns<T>>();

  useEffect(() => {
    turns.current ??= new Turns((answer) => setState((before) => ({ value: before?.value, ...answer })));
    turns.current.put(ask && { ask, topic });
  }, [ask, topic]);

  useEffect(() => () => turns.current?.put(undefined), []);

  const current = state?.to === ask;
  return {
    loading: ask !== undefined && !current,
    value: state?.value,
    ...(current && state?.error !== undefined ? { error: state.error } : {}),
  };
}
