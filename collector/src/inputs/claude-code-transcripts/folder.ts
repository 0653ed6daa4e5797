import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { object, string } from '../narrow.ts';

const MOST_META_BYTES = 64 * 1024;
const AGENT_FILE = /^agent-([\w-]{1,64})\.(jsonl|meta\.json)$/;

/** A transcript that is there. */
export interface FoundTranscript {
  path: string;
  /** Name of the project's folder: looked up in the configuration, never kept. */
  project: string;
  session: string;
  /** The sub-agent whose transcript it is. */
  agentId?: string;
}

export interface FoundMeta {
  path: string;
  agentId: string;
}

export interface Listing {
  transcripts: FoundTranscript[];
  metas: FoundMeta[];
}

/** Everything that Claude Code has written below its projects folder; undefined when the folder is not there. */
export async function findTranscripts(root: string): Promise<Listing | undefined> {
  const projects = await entriesOf(root);
  if (!projects) {
    return undefined;
  }
  const listing: Listing = { transcripts: [], metas: [] };
  for (const project of projects.filter((entry) => entry.isDirectory())) {
    await listProject(join(root, project.name), listing);
  }
  return listing;
}

async function listProject(folder: string, listing: Listing): Promise<void> {
  const project = basename(folder);
  for (const entry of (await entriesOf(folder)) ?? []) {
    const path = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith('.jsonl')) {
      const agentId = AGENT_FILE.exec(entry.name)?.[1];
      const session = entry.name.slice(0, -'.jsonl'.length);
      listing.transcripts.push({ path, project, session, ...(agentId === undefined ? {} : { agentId }) });
    } else if (entry.isDirectory()) {
      await listAgents(join(path, 'subagents'), project, entry.name, listing);
    }
  }
}

async function listAgents(folder: string, project: string, session: string, listing: Listing): Promise<void> {
  for (const entry of (await entriesOf(folder)) ?? []) {
    const [, agentId, ending] = AGENT_FILE.exec(entry.name) ?? [];
    const path = join(folder, entry.name);
    if (!entry.isFile() || agentId === undefined) {
      continue;
    }
    if (ending === 'jsonl') {
      listing.transcripts.push({ path, project, session, agentId });
    } else {
      listing.metas.push({ path, agentId });
    }
  }
}

/** Type of a sub-agent. What it was asked to do stands beside and is not read. */
export async function readAgentType(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).size > MOST_META_BYTES) {
      return undefined;
    }
    const type = string(object(JSON.parse(await readFile(path, 'utf8')))?.['agentType']);
    return type !== undefined && type.length <= 200 ? type : undefined;
  } catch {
    // Half written or gone: the next look reads it again.
    return undefined;
  }
}

async function entriesOf(folder: string): Promise<Dirent[] | undefined> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}
