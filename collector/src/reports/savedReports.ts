import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportData } from '../../../src/core/report/build.ts';
import { toJson } from '../../../src/core/report/json.ts';

const REPORT_ID = /^[0-9a-f]{16,64}$/;

/** Reports that were asked to be kept, as their JSON, under their ids. One is there as a whole or not at all. */
export class SavedReports {
  constructor(private readonly folder: string) {}

  /** Durable when it resolves. The same report again changes nothing. */
  async save(data: ReportData): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const writing = `${this.path(data.id)}.writing`;
    try {
      const file = await open(writing, 'w', 0o600);
      try {
        await file.writeFile(toJson(data));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(writing, this.path(data.id));
    } catch (error) {
      await rm(writing, { force: true });
      throw error;
    }
  }

  /** Undefined when no report of that id was kept. */
  async load(id: string): Promise<ReportData | undefined> {
    if (!REPORT_ID.test(id)) {
      return undefined;
    }
    try {
      return JSON.parse(await readFile(this.path(id), 'utf8'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  }

  private path(id: string): string {
    return join(this.folder, `${id}.json`);
  }
}
