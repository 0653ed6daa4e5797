import { act, renderHook } from '@testing-library/react';
import { useSteady } from './useSteady.ts';

type Ask = (signal: AbortSignal) => Promise<string>;

/** A question that is answered when the test says so. */
function question() {
  let settle = (_: string): void => undefined;
  let fail = (_: Error): void => undefined;
  const signals: AbortSignal[] = [];
  const ask: Ask = (signal) => {
    signals.push(signal);
    return new Promise<string>((resolve, reject) => {
      settle = resolve;
      fail = reject;
    });
  };
  return { ask, signals, settle: (text: string) => settle(text), fail: (text: string) => fail(new Error(text)) };
}

function useQuestion({ ask, topic }: { ask?: Ask; topic: string }) {
  return useSteady(ask, topic);
}

const use = (first: Ask) => renderHook(useQuestion, { initialProps: { ask: first, topic: 'a' } });

it('lets a question finish though newer ones come, shows its answer, then asks the newest alone', async () => {
  const [first, second, third] = [question(), question(), question()];
  const { result, rerender } = use(first.ask);
  rerender({ ask: second.ask, topic: 'a' });
  rerender({ ask: third.ask, topic: 'a' });
  expect(first.signals[0].aborted).toBe(false);
  await act(async () => first.settle('old'));
  expect(result.current).toEqual({ loading: true, value: 'old' });
  expect(second.signals).toHaveLength(0);
  await act(async () => third.settle('new'));
  expect(result.current).toEqual({ loading: false, value: 'new' });
});

it('gives a question up when the topic has changed', async () => {
  const [first, second] = [question(), question()];
  const { result, rerender } = use(first.ask);
  rerender({ ask: second.ask, topic: 'b' });
  expect(first.signals[0].aborted).toBe(true);
  await act(async () => first.settle('old'));
  expect(result.current.value).toBeUndefined();
  await act(async () => second.settle('new'));
  expect(result.current).toEqual({ loading: false, value: 'new' });
});

it('keeps the last answer beside the sentence of a question that failed', async () => {
  const [first, second] = [question(), question()];
  const { result, rerender } = use(first.ask);
  await act(async () => first.settle('good'));
  rerender({ ask: second.ask, topic: 'a' });
  await act(async () => second.fail('No such method.'));
  expect(result.current).toEqual({ loading: false, value: 'good', error: 'No such method.' });
});

it('gives up what runs when nobody looks any more', () => {
  const { ask, signals } = question();
  use(ask).unmount();
  expect(signals[0].aborted).toBe(true);
});
