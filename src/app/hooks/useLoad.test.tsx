import { act, renderHook, waitFor } from '@testing-library/react';
import { ApiError } from '../api/errors.ts';
import { useLoad } from './useLoad.ts';

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

it('keeps the old answer while a new one is awaited', async () => {
  const second = deferred<string>();
  const { result, rerender } = renderHook(({ load }) => useLoad(load), {
    initialProps: { load: () => Promise.resolve('first') },
  });
  expect(result.current).toMatchObject({ loading: true, value: undefined });
  await waitFor(() => expect(result.current).toMatchObject({ loading: false, value: 'first' }));
  rerender({ load: () => second.promise });
  expect(result.current).toMatchObject({ loading: true, value: 'first' });
  await act(async () => second.resolve('second'));
  expect(result.current).toMatchObject({ loading: false, value: 'second' });
});

it('drops an answer that a later question has overtaken', async () => {
  const slow = deferred<string>();
  const { result, rerender } = renderHook(({ load }) => useLoad(load), { initialProps: { load: () => slow.promise } });
  rerender({ load: () => Promise.resolve('fast') });
  await waitFor(() => expect(result.current.value).toBe('fast'));
  await act(async () => slow.resolve('slow'));
  expect(result.current.value).toBe('fast');
});

it('says why it failed, and forgets that once it succeeds', async () => {
  let broken = true;
  const load = () => (broken ? Promise.reject(new Error('boom')) : Promise.resolve('fine'));
  const { result } = renderHook(() => useLoad(load));
  await waitFor(() => expect(result.current.error).toBeInstanceOf(ApiError));
  broken = false;
  act(() => result.current.reload());
  await waitFor(() => expect(result.current).toMatchObject({ value: 'fine', error: undefined }));
});
