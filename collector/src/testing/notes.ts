import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Notes } from '../state/notes.ts';
import { StateDb } from '../state/stateDb.ts';
import { tempFolder } from './tempFolder.ts';

/** Notes in a real file of the running test's own, or in one that is there already. */
export async function openNotes(file?: string): Promise<Notes> {
  const state = new StateDb(file ?? join(await tempFolder(), 'state.db'));
  onTestFinished(() => state.close());
  return state.notes;
}
