import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import { DuckDbStore } from '../store/duckdb/duckdbStore.ts';
import type { Store } from '../store/store.ts';
import { tempFolder } from './tempFolder.ts';

export interface TestStore extends Store {
  readonly file: string;
}

/** A real store in a file of the running test's own; closed after it. */
export async function openStore(file?: string): Promise<TestStore> {
  const path = file ?? join(await tempFolder(), 'test.duckdb');
  const store = await DuckDbStore.open(path);
  onTestFinished(() => store.close().catch(() => undefined));
  return Object.assign(store, { file: path });
}

/** The same file after a restart. */
export async function reopen(store: TestStore): Promise<TestStore> {
  await store.close();
  return openStore(store.file);
}

/** @throws Error when nothing is stored of the swarm. */
export async function summaryOf(store: Store, swarmId: string): Promise<SwarmSummary> {
  const found = (await store.swarms({})).find((swarm) => swarm.swarmId === swarmId);
  if (!found) {
    throw new Error(`nothing is stored of ${swarmId}`);
  }
  return found;
}
