import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { PerformanceSystem } from '../../system.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { assistantLine, TestTranscripts } from '../../testing/transcripts.ts';

it('reads everything again when the store was lost but not the notes of what was read', async () => {
  const transcripts = await TestTranscripts.create();
  await transcripts.append([assistantLine('a', 5, { stop: 'end_turn' })]);
  const dataDir = await tempFolder();
  const inputs = [{ kind: 'claude-code-transcripts', folder: transcripts.folder, swarms: {} } as const];
  const read = async () => {
    const system = await PerformanceSystem.open({ dataDir, inputs, demo: false }, pino({ level: 'silent' }));
    await system.start();
    const [info, status] = [await system.store.info(), system.inputs().find(({ kind }) => kind === inputs[0].kind)];
    await system.close();
    return [info.steps, status?.counts.stored];
  };
  expect(await read()).toEqual([1, 1]);
  expect(await read()).toEqual([1, 0]);
  await rm(join(dataDir, 'performance.duckdb'));
  await rm(join(dataDir, 'performance.duckdb.wal'), { force: true });
  expect(await read()).toEqual([1, 1]);
});
