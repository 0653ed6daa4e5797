import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../testing/tempFolder.ts';
import { MemoryLimit } from './memoryLimit.ts';
import { openDatabase } from './open.ts';

async function limited(idleMs: number) {
  const { instance, writer } = await openDatabase(join(await tempFolder(), 'a.duckdb'));
  const limit = new MemoryLimit(await instance.connect(), idleMs);
  onTestFinished(() => {
    limit.close();
    writer.closeSync();
    instance.closeSync();
  });
  const current = async () => {
    const reader = await writer.runAndReadAll(`SELECT current_setting('memory_limit')`);
    const [number = '', unit = ''] = String(reader.getRows()[0]?.[0]).split(' ');
    return Number(number) * (unit === 'GiB' ? 1024 : 1);
  };
  return { limit, writer, current };
}

it('is low while nothing is asked, high while any query runs, and low again when none has run for a while', async () => {
  const { limit, current } = await limited(20);
  expect(await current()).toBeLessThan(60);
  const outer = await limit.during(async () => {
    await limit.during(() => Promise.resolve());
    await new Promise((resolve) => setTimeout(resolve, 60));
    return current();
  });
  expect(outer).toBeGreaterThan(200);
  expect(await current()).toBe(outer);
  await expect.poll(current).toBeLessThan(60);
  expect(await limit.during(current)).toBe(outer);
});

it('lets a query have what would not fit into the lower limit', async () => {
  const { limit, writer } = await limited(0);
  const ask = () => writer.runAndReadAll('SELECT len(list(i))::DOUBLE FROM range(20000000) AS t(i)');
  await expect(ask()).rejects.toThrow(/Out of Memory/i);
  expect((await limit.during(ask)).getRows()).toEqual([[20_000_000]]);
});

it('goes back also when a query fails', async () => {
  const { limit, current } = await limited(0);
  await expect(limit.during(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect.poll(current).toBeLessThan(60);
});
