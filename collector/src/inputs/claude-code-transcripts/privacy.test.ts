import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, vi } from 'vitest';
import { openStore } from '../../testing/stores.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { assistantLine, readTranscripts, resultLine, SESSION } from '../../testing/transcripts.ts';

/** Planted wherever a conversation, a path, a branch or an error text can stand. */
const MARKER = 'Zq9XmarkerW4k';
/** Planted where a name is kept: the search has to find this one. */
const CONTROL = 'Zq9XcontrolW4k';

const secrets = {
  cwd: `/home/${MARKER}/project`,
  gitBranch: MARKER,
  slug: MARKER,
  promptId: MARKER,
  entrypoint: MARKER,
  lastPrompt: MARKER,
  version: MARKER,
};

function lines(): unknown[] {
  const answer = assistantLine('a', 5, { stop: 'tool_use', tools: [['t1', CONTROL]], fields: secrets });
  Object.assign(answer.message, {
    content: [
      { type: 'thinking', thinking: MARKER, signature: MARKER },
      { type: 'text', text: `${MARKER} `.repeat(200) },
      { type: 'tool_use', id: 't1', name: CONTROL, input: { command: MARKER, description: MARKER, file_path: MARKER } },
      {
        type: 'tool_use',
        id: 't2',
        name: 'Agent',
        input: { prompt: MARKER, subagent_type: MARKER, description: MARKER },
      },
    ],
    stop_sequence: MARKER,
  });
  const notification = `<task-notification>\n<task-id>a1</task-id>\n<tool-use-id>t2</tool-use-id>\n<output-file>/${MARKER}</output-file>\n<status>completed</status>\n<summary>Agent "${MARKER}" finished</summary>\n<result>${MARKER} <usage><duration_ms>1</duration_ms></usage></result>\n<usage><subagent_tokens>9</subagent_tokens><duration_ms>40</duration_ms></usage>\n</task-notification>`;
  return [
    {
      type: 'user',
      timestamp: '2026-11-23T12:00:00Z',
      message: { role: 'user', content: `"assistant" ${MARKER}` },
      ...secrets,
    },
    { type: MARKER, text: `"assistant" ${MARKER}` },
    `{"type":"assistant", ${MARKER}\n`,
    `${MARKER}\n`,
    answer,
    resultLine('t1', { ...secrets, toolUseResult: `Error: ${MARKER}` }, { at: 5, isError: true }),
    resultLine('t2', {
      ...secrets,
      toolUseResult: {
        isAsync: true,
        status: 'async_launched',
        agentId: 'a1',
        description: MARKER,
        prompt: MARKER,
        outputFile: MARKER,
        resolvedModel: 'claude-sonnet-5',
      },
    }),
    {
      type: 'queue-operation',
      operation: 'enqueue',
      timestamp: '2026-11-23T12:00:09Z',
      content: notification,
      sessionId: SESSION,
    },
    {
      ...assistantLine('e', 0, {
        model: '<synthetic>',
        fields: { ...secrets, isApiErrorMessage: true, error: MARKER },
      }),
      apiErrorStatus: MARKER,
    },
    { type: 'attachment', attachment: { type: 'queued_command', prompt: `<task-notification> ${MARKER}` }, ...secrets },
    { type: 'summary', summary: MARKER, leafUuid: MARKER },
    { type: 'file-history-snapshot', snapshot: { [MARKER]: MARKER }, note: '"tool_result"' },
  ];
}

it('keeps nothing of the conversation, of paths, projects or branches: not on disk, in the log or in its status', async () => {
  const root = join(await tempFolder(), `${MARKER}-projects`);
  const path = join(root, `-home-${MARKER}-project`, `${SESSION}.jsonl`);
  const meta = join(dirname(path), SESSION, 'subagents', 'agent-a1.meta.json');
  await mkdir(dirname(meta), { recursive: true });
  await writeFile(meta, JSON.stringify({ agentType: 'general-purpose', description: MARKER, toolUseId: 't2' }));
  const texts = lines().map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`));
  await writeFile(path, texts.join(''));

  const data = await tempFolder();
  const stateFile = join(data, 'state.db');
  const logged: string[] = [];
  const store = await openStore(join(data, 'test.duckdb'));
  const setup = { stateFile, logged, swarms: { [`-home-${MARKER}-project`]: 'crew' } };
  const { input, end } = await readTranscripts(root, store, setup);
  expect(await store.tasks({ limit: 100 })).toHaveLength(5);
  expect(await store.tasks({ kinds: ['subagent'], limit: 9 })).toMatchObject([
    { agentType: 'general-purpose', durationMs: 40, model: 'claude-sonnet-5' },
  ]);
  await vi.waitFor(() => expect(input.status().state).toBe('ok'));
  const shown = JSON.stringify(input.status()) + input.id + logged.join('');
  expect(input.status().counts.rejected).toEqual({ malformed: 2 });
  await end();
  await store.close();

  expect(shown).not.toContain(MARKER);
  expect(await everyCell(store.file)).toContain(CONTROL);
  expect(await everyCell(store.file)).not.toContain(MARKER);
  for (const name of await readdir(data)) {
    expect((await readFile(join(data, name))).includes(MARKER), name).toBe(false);
  }
});

/** All texts of the store: the file itself is compressed. */
async function everyCell(file: string): Promise<string> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  try {
    const connection = await instance.connect();
    const tables = (await connection.runAndReadAll('SHOW TABLES')).getRows().map(([name]) => String(name));
    const cells: string[] = [];
    for (const table of tables) {
      cells.push(JSON.stringify((await connection.runAndReadAll(`SELECT * FROM "${table}"`)).getRowsJson()));
    }
    return cells.join('\n');
  } finally {
    instance.closeSync();
  }
}
