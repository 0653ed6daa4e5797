import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { iso } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { SessionFolder } from './sessions.ts';

const session = (id: string, fields: Record<string, unknown> = {}) =>
  JSON.stringify({
    id,
    startedAt: iso(NOON - 60_000),
    cwd: '/private/folder',
    context: { note: 'private' },
    metrics: { edits: 3, commands: 4, tasks: 5, errors: 6 },
    endedAt: iso(NOON),
    duration: 60_000,
    ...fields,
  });

describe('ended sessions', () => {
  it('count once and tell how long they were open', async () => {
    const folder = await tempFolder();
    const sessions = new SessionFolder(folder, 'scope');
    expect(await sessions.read()).toEqual([]);
    await writeFile(join(folder, 'session-1.json'), session('session-1'));
    const read = await sessions.read();
    expect(read.map(({ id, metricType, value, timestamp }) => [id, metricType, value, timestamp])).toEqual([
      ['session-1|SESSION_COUNT', 'SESSION_COUNT', 1, NOON],
      ['session-1|SESSION_DURATION', 'SESSION_DURATION', 60_000, NOON],
    ]);
    expect(JSON.stringify(read)).not.toMatch(/private|edits|errors/);
    expect(await sessions.read()).toEqual([]);
    sessions.again();
    expect(await sessions.read()).toEqual(read);
  });

  it('are read when their file is whole; running and saved ones and other files are not', async () => {
    const folder = await tempFolder();
    const sessions = new SessionFolder(folder, 'scope');
    await writeFile(join(folder, 'session-torn.json'), session('torn').slice(0, 50));
    await writeFile(join(folder, 'session-open.json'), session('open', { endedAt: undefined }));
    await writeFile(join(folder, 'current.json'), session('current'));
    await writeFile(join(folder, 'session-encrypted.json'), Buffer.from([0xff, 0xfe, 0, 1]));
    await mkdir(join(folder, 'session-folder.json'));
    expect(await sessions.read()).toEqual([]);
    await writeFile(join(folder, 'session-torn.json'), session('torn', { duration: -5 }));
    expect((await sessions.read()).map(({ id }) => id)).toEqual(['torn|SESSION_COUNT']);
  });

  it('are none without the folder', async () => {
    expect(await new SessionFolder(join(await tempFolder(), 'missing'), 'scope').read()).toEqual([]);
  });
});
