import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import type { FileCursor } from '../../state/cursors.ts';
import { findTranscripts, readAgentType, type FoundTranscript } from './folder.ts';
import { TranscriptFile, type FileStats } from './transcriptFile.ts';

/** A file that changed within this time is looked at each time, the others when all are. */
const HOT_MS = 10 * 60_000;
/** Looking at everything may take this share of the time. */
const LOOKING_SHARE = 0.05;
const STATS_AT_ONCE = 16;

export interface DueFile {
  file: TranscriptFile;
  key: string;
  stats: FileStats;
}

/** All transcripts below a folder, as far as they have been seen. Thousands are normal: few change, and those are asked for more often. */
export class TranscriptSet {
  private readonly files = new Map<string, { file: TranscriptFile; key: string }>();
  private readonly agentTypes = new Map<string, string>();
  private nextFullLook = 0;
  private present = false;

  /**
   * @param swarms swarm by session, or by name of the project's folder
   * @param cursors how far files have been read, by key
   */
  constructor(
    private readonly root: string,
    private readonly swarms: ReadonlyMap<string, string>,
    private readonly cursors: ReadonlyMap<string, FileCursor>,
    private readonly clock: () => number
  ) {}

  /** Whether the folder was there when it was last looked at. */
  get isThere(): boolean {
    return this.present;
  }

  get size(): number {
    return this.files.size;
  }

  /** Keys of cursors whose files are no more. */
  get stale(): string[] {
    const present = new Set([...this.files.values()].map(({ key }) => key));
    return [...this.cursors.keys()].filter((key) => !present.has(key));
  }

  /** Files that have something to read, the longest unchanged first: a session comes before those that continue it. */
  async due(): Promise<DueFile[]> {
    const start = this.clock();
    const isFull = start >= this.nextFullLook;
    if (isFull) {
      await this.look();
    }
    const asked = [...this.files.values()].filter(
      ({ file }) => isFull || file.isUnsettled || start - file.lastChange < HOT_MS
    );
    const due: DueFile[] = [];
    for (let from = 0; from < asked.length; from += STATS_AT_ONCE) {
      const answers = asked.slice(from, from + STATS_AT_ONCE).map(async (entry) => {
        const stats = await stat(entry.file.path).catch(() => undefined);
        return stats && entry.file.hasChanged(stats) ? [{ ...entry, stats }] : [];
      });
      due.push(...(await Promise.all(answers)).flat());
    }
    if (isFull) {
      const end = this.clock();
      this.nextFullLook = end + (end - start) / LOOKING_SHARE;
    }
    return due.sort((a, b) => a.stats.mtimeMs - b.stats.mtimeMs);
  }

  /** Files that are still to be settled although nobody has written since then, epoch ms. */
  quietSince(time: number): Array<{ file: TranscriptFile; key: string }> {
    return [...this.files.values()].filter(({ file }) => file.isUnsettled && file.isQuietSince(time));
  }

  private async look(): Promise<void> {
    const listing = await findTranscripts(this.root);
    this.present = listing !== undefined;
    for (const { path, agentId } of listing?.metas ?? []) {
      const type = this.agentTypes.has(agentId) ? undefined : await readAgentType(path);
      if (type !== undefined) {
        this.agentTypes.set(agentId, type);
      }
    }
    for (const found of listing?.transcripts ?? []) {
      if (!this.files.has(found.path)) {
        this.files.set(found.path, this.add(found));
      }
    }
  }

  private add({ path, project, session, agentId }: FoundTranscript): { file: TranscriptFile; key: string } {
    const key = createHash('sha256').update(relative(this.root, path)).digest('hex').slice(0, 32);
    const around = {
      session,
      ...(agentId === undefined ? {} : { agentId }),
      agentTypeOf: (id: string) => this.agentTypes.get(id),
      swarmOf: (of: string) => {
        const named = this.swarms.get(of) ?? this.swarms.get(project);
        return { swarmId: named ?? of, swarmInferred: named === undefined };
      },
    };
    return { key, file: new TranscriptFile(path, around, this.cursors.get(key)) };
  }
}
