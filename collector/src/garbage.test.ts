import { PerformanceObserver } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { GarbageCollection } from './garbage.ts';

const MB = 2 ** 20;

/** How many forced full collections `run` causes. */
async function collections(run: () => void): Promise<number> {
  const seen: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => void seen.push(...list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  run();
  await new Promise((resolve) => setTimeout(resolve, 50));
  observer.disconnect();
  return seen.filter((entry) => 'detail' in entry && isForced(entry.detail)).length;
}

/** Kind 4 is a full collection, flag 4 one that was asked for. */
function isForced(detail: unknown): boolean {
  return (
    typeof detail === 'object' &&
    detail !== null &&
    'kind' in detail &&
    'flags' in detail &&
    detail.kind === 4 &&
    detail.flags === 4
  );
}

test('collects each time enough has been read by a large process', async () => {
  const garbage = new GarbageCollection(10, () => 300 * MB);
  expect(await collections(() => [4, 4, 4, 9, 1].forEach((amount) => garbage.after(amount)))).toBe(2);
});

test('leaves a small process to the engine', async () => {
  const garbage = new GarbageCollection(10, () => 100 * MB);
  expect(await collections(() => garbage.after(20))).toBe(0);
});
