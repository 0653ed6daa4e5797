import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FEEDBACK_ROW, FEEDBACK_TABLE } from '../../testing/feedback.ts';
import { NOON } from '../../testing/records.ts';
import { TestProject } from '../../testing/project.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { FeedbackDb, type FeedbackReading } from './feedbackDb.ts';

/** A database in a folder of its own, as long as `write` keeps it open beside it. */
async function writer(file: string, wal: boolean) {
  const database = new sqlite.Database(file);
  onTestFinished(() => {
    if (database.isOpen) {
      database.close();
    }
  });
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec(`PRAGMA journal_mode = ${wal ? 'WAL' : 'DELETE'}`);
  database.exec(FEEDBACK_TABLE);
  const add = (key: string, namespace = 'feedback') =>
    database.run(FEEDBACK_ROW, [`${namespace}/${key}`, key, namespace, `{"taskId":"${key}"}`, NOON, NOON + 1]);
  return { database, add };
}

const ripe = () => new Promise((resolve) => setTimeout(resolve, 40));

function keysOf(reading: FeedbackReading): string[] {
  expect(reading).toMatchObject({ state: 'changed' });
  return reading.state === 'changed' ? reading.rows.map(({ key }) => key).sort() : [];
}

describe('FeedbackDb', () => {
  it('reads the rows of the feedback namespace, once', async () => {
    const project = await TestProject.create();
    await mkdir(join(project.folder, '.swarm'));
    const { database, add } = await writer(project.paths.feedback, false);
    add('feedback-1');
    add('pattern-1', 'patterns');
    database.close();
    await ripe();
    const feedback = new FeedbackDb(project.paths.feedback);
    expect(await feedback.read()).toEqual({
      state: 'changed',
      rows: [{ key: 'feedback-1', content: '{"taskId":"feedback-1"}', createdAt: NOON, updatedAt: NOON + 1 }],
      entries: [
        { namespace: 'feedback', entries: 1, newestAt: NOON + 1 },
        { namespace: 'patterns', entries: 1, newestAt: NOON + 1 },
      ],
    });
    expect(await feedback.read()).toEqual({ state: 'unchanged' });
    feedback.again();
    expect(keysOf(await feedback.read())).toEqual(['feedback-1']);
  });

  it('reads rows that are in the write-ahead log only', async () => {
    const [live, project] = [await tempFolder(), await TestProject.create()];
    await mkdir(join(project.folder, '.swarm'));
    const { database, add } = await writer(join(live, 'live.db'), true);
    add('feedback-1');
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    add('feedback-2');
    await copyFile(join(live, 'live.db'), project.paths.feedback);
    await ripe();
    const feedback = new FeedbackDb(project.paths.feedback);
    expect(keysOf(await feedback.read()), 'the file without its log').toEqual(['feedback-1']);
    await copyFile(join(live, 'live.db-wal'), `${project.paths.feedback}-wal`);
    await ripe();
    const before = await project.listing();
    expect(keysOf(await feedback.read())).toEqual(['feedback-1', 'feedback-2']);
    expect(await project.listing()).toEqual(before);
  });

  const python = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;
  it.skipIf(!python)('reads beside a writer that keeps its log open and holds a lock', async () => {
    const project = await TestProject.create();
    await mkdir(join(project.folder, '.swarm'));
    const script = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('PRAGMA journal_mode=WAL'); db.execute('PRAGMA wal_autocheckpoint=0')
db.execute("""${FEEDBACK_TABLE}""")
db.execute("INSERT INTO memory_entries VALUES ('1', 'feedback-1', 'feedback', '{}', 1, 1)")
db.execute('BEGIN IMMEDIATE')
db.execute("INSERT INTO memory_entries VALUES ('2', 'not committed', 'feedback', '{}', 1, 1)")
print('ready', flush=True)
sys.stdin.read()`;
    const child = spawn('python3', ['-c', script, project.paths.feedback]);
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    await ripe();
    const before = await project.listing();
    expect(before.map((line) => line.split(' ')[0])).toContain('.swarm/agentdb-memory.db-wal');
    expect(keysOf(await new FeedbackDb(project.paths.feedback).read())).toEqual(['feedback-1']);
    expect(await project.listing()).toEqual(before);
  });

  it('waits while the file is being written, and leaves no copy behind', async () => {
    const [temporary, project] = [await tempFolder(), await TestProject.create()];
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    await mkdir(join(project.folder, '.swarm'));
    const { database, add } = await writer(project.paths.feedback, false);
    add('feedback-1');
    database.close();
    let justNow = true;
    const clock = () => Date.now() - (justNow ? 1000 : 0);
    const feedback = new FeedbackDb(project.paths.feedback, temporary, clock);
    await writeFile(`${project.paths.feedback}-wal`, '');
    expect(await feedback.read()).toEqual({ state: 'unreadable', problem: 'it is being written' });
    justNow = false;
    await unlink(`${project.paths.feedback}-wal`);
    await ripe();
    expect(keysOf(await feedback.read())).toEqual(['feedback-1']);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('takes a missing database as normal, and one without the table as empty', async () => {
    const project = await TestProject.create();
    const feedback = new FeedbackDb(project.paths.feedback);
    expect(await feedback.read()).toEqual({ state: 'missing' });
    await mkdir(join(project.folder, '.swarm'));
    const database = new sqlite.Database(project.paths.feedback);
    database.exec('CREATE TABLE other (a)');
    database.close();
    await ripe();
    expect(await feedback.read()).toEqual({ state: 'changed', rows: [], entries: [] });
  });

  it('says what is wrong with a file that is no database, and reads it when it is one', async () => {
    const project = await TestProject.create();
    await mkdir(join(project.folder, '.swarm'));
    await writeFile(project.paths.feedback, 'no database at all '.repeat(100));
    await ripe();
    const feedback = new FeedbackDb(project.paths.feedback);
    expect(await feedback.read()).toMatchObject({ state: 'unreadable' });
    expect(await feedback.read()).toMatchObject({ state: 'unreadable' });
    await unlink(project.paths.feedback);
    const { database, add } = await writer(project.paths.feedback, false);
    add('feedback-1');
    database.close();
    await ripe();
    expect(keysOf(await feedback.read())).toEqual(['feedback-1']);
  });

  it('does not copy what is far too large', async () => {
    const project = await TestProject.create();
    await mkdir(join(project.folder, '.swarm'));
    await writeFile(project.paths.feedback, '');
    await truncate(project.paths.feedback, 1024 ** 3 + 1);
    await ripe();
    expect(await new FeedbackDb(project.paths.feedback).read()).toMatchObject({ state: 'unreadable' });
  });
});
