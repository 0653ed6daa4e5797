import { appendFile, cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { Ingestor } from '../ingest/ingestor.ts';
import { ClaudeCodeTranscriptsInput, type Pace } from '../inputs/claude-code-transcripts/claudeCodeTranscriptsInput.ts';
import { StateDb } from '../state/stateDb.ts';
import type { Store } from '../store/store.ts';
import { NOON } from './records.ts';
import { tempFolder } from './tempFolder.ts';

export const TRANSCRIPT_FIXTURES = fileURLToPath(
  new URL('../../../tests/fixtures/claude-code-transcripts', import.meta.url)
);

/** Sessions of the recording, and the swarm that each ran in. */
export const RECORDED_SESSIONS: Record<string, string> = {
  '696bcfdf-3f68-446c-a13a-634c28de990c': 'atlas',
  'edafdf4a-b5f4-401c-8988-d42bdb3f19d5': 'atlas',
  'b1e4c68b-a4da-42e8-afe1-2b534cc84885': 'borealis',
  '86936020-b513-4d7b-9d60-75be604234a0': 'borealis',
  'f21790b7-6d19-445a-b643-4fc3521fa380': 'cirrus',
  '21aab661-9375-401b-a524-a79309d559a2': 'cirrus',
  '0b979a39-4653-4b2d-835a-9ec0289f7668': 'proto',
};

/** A copy of the recorded transcripts that a test may change. */
export async function copyOfTranscripts(): Promise<string> {
  const folder = join(await tempFolder(), 'projects');
  await cp(join(TRANSCRIPT_FIXTURES, 'projects'), folder, { recursive: true });
  return folder;
}

/** The OTLP of the recorded sessions, one export request each. */
export async function recordedSessionExports(signal: 'metrics' | 'logs'): Promise<unknown[]> {
  const text = await readFile(join(TRANSCRIPT_FIXTURES, `otlp-v1_${signal}.jsonl`), 'utf8');
  return text.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}

export interface InputSetup {
  swarms?: Record<string, string>;
  /** The state database; one of its own unless given. */
  stateFile?: string;
  pace?: Partial<Pace>;
  logged?: string[];
  /** Called before anything is read. */
  onCreate?: (input: ClaudeCodeTranscriptsInput) => void;
}

/** An input over a real store that has read the folder once; `end` stops it as a service would. */
export async function readTranscripts(folder: string, store: Store, setup: InputSetup = {}) {
  const state = new StateDb(setup.stateFile ?? join(await tempFolder(), 'state.db'));
  const log = pino({ level: 'trace' }, { write: (line: string) => void setup.logged?.push(line) });
  const context = { ingestor: new Ingestor(store), scratch: await tempFolder(), log, cursors: state.cursors };
  const pace = { pollMs: 20, quietMs: 0, ...setup.pace };
  const input = await ClaudeCodeTranscriptsInput.create({ folder, swarms: setup.swarms ?? {} }, context, pace);
  let ended = false;
  const end = async () => {
    if (!ended) {
      ended = true;
      await input.stop();
      state.close();
    }
  };
  onTestFinished(end);
  setup.onCreate?.(input);
  await input.start();
  return { input, end };
}

export const SESSION = 'session-1';

/** A folder that a test fills as Claude Code would. */
export class TestTranscripts {
  private constructor(readonly folder: string) {}

  static async create(): Promise<TestTranscripts> {
    return new TestTranscripts(join(await tempFolder(), 'projects'));
  }

  file(session = SESSION, agentId?: string): string {
    const project = join(this.folder, '-home-user-project');
    return agentId === undefined
      ? join(project, `${session}.jsonl`)
      : join(project, session, 'subagents', `agent-${agentId}.jsonl`);
  }

  /** Texts as they are, everything else as JSON lines. */
  async append(lines: readonly unknown[], path = this.file()): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await appendFile(
      path,
      lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join('')
    );
  }
}

const iso = (ms: number) => new Date(NOON + ms).toISOString();

/** One line of an answer: `output` of its tokens so far, and the tools it calls. */
export function assistantLine(
  message: string,
  output: number,
  {
    at = 0,
    stop = null,
    tools = [],
    model = 'claude-sonnet-5',
    fields = {},
    usage = {},
  }: {
    at?: number;
    stop?: string | null;
    tools?: Array<[id: string, name: string]>;
    model?: string;
    fields?: Record<string, unknown>;
    usage?: Record<string, unknown>;
  } = {}
) {
  return {
    type: 'assistant',
    isSidechain: false,
    sessionId: SESSION,
    requestId: `req-${message}`,
    timestamp: iso(at),
    message: {
      id: `msg-${message}`,
      role: 'assistant',
      model,
      content: tools.map(([id, name]) => ({ type: 'tool_use', id, name, input: {} })),
      stop_reason: stop,
      usage: {
        input_tokens: 10,
        output_tokens: output,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 20,
        ...usage,
      },
    },
    ...fields,
  };
}

export function resultLine(toolUseId: string, fields: Record<string, unknown> = {}, { at = 0, isError = false } = {}) {
  return {
    type: 'user',
    isSidechain: false,
    sessionId: SESSION,
    timestamp: iso(at),
    message: {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: toolUseId, content: 'x', is_error: isError }],
    },
    ...fields,
  };
}
