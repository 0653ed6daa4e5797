import { act, renderHook, waitFor } from '@testing-library/react';
import { useLatest } from './useLatest.ts';

type Ask = (signal: AbortSignal) => Promise<string>;

function deferred() {
  let settle = (_: string): void => undefined;
  let fail = (_: Error): void => undefined;
  const promise = new Promise<string>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  return { promise, settle, fail };
}

it('takes the answer to the last question, whichever comes first', async () => {
  const first = deferred();
  const second = deferred();
  const signals: AbortSignal[] = [];
  const askFirst: Ask = (signal) => (signals.push(signal), first.promise);
  const askSecond: Ask = (signal) => (signals.push(signal), second.promise);
  const { result, rerender } = renderHook(({ ask }) => useLatest(ask), { initialProps: { ask: askFirst } });
  expect(result.current).toEqual({ loading: true, value: undefined });
  rerender({ ask: askSecond });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  await act(async () => second.settle('new'));
  await act(async () => first.settle('old'));
  expect(result.current).toEqual({ loading: false, value: 'new' });
});

it('keeps the last answer while the next one is awaited, and after it has failed', async () => {
  const next = deferred();
  const answered: Ask = () => Promise.resolve('first');
  const waiting: Ask = () => next.promise;
  const { result, rerender } = renderHook(({ ask }) => useLatest(ask), { initialProps: { ask: answered } });
  await waitFor(() => expect(result.current.value).toBe('first'));
  rerender({ ask: waiting });
  expect(result.current).toEqual({ loading: true, value: 'first' });
  await act(async () => next.fail(new Error('No such method.')));
  expect(result.current).toEqual({ loading: false, value: 'first', error: 'No such method.' });
});

it('asks nothing where there is no question', () => {
  expect(renderHook(() => useLatest(undefined)).result.current).toEqual({ loading: false, value: undefined });
});

it('gives its question up when nobody looks any more', () => {
  let signal: AbortSignal | undefined;
  const ask: Ask = (given) => {
    signal = given;
    return new Promise(() => undefined);
  };
  renderHook(() => useLatest(ask)).unmount();
  expect(signal?.aborted).toBe(true);
});
