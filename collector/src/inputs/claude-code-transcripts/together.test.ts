import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Ingestor } from '../../ingest/ingestor.ts';
import { StateDb } from '../../state/stateDb.ts';
import { openStore, type TestStore } from '../../testing/stores.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { copyOfTranscripts, readTranscripts, recordedSessionExports } from '../../testing/transcripts.ts';
import { OF_SWARM, truth } from '../../testing/transcriptTruth.ts';
import { OtlpReceiver } from '../claude-code-otlp/receiver.ts';

async function sendOtlp(store: TestStore): Promise<void> {
  const ingestor = new Ingestor(store);
  const state = new StateDb(join(await tempFolder(), 'state.db'));
  const receiver = new OtlpReceiver(ingestor, store, state.notes);
  for (const signal of ['metrics', 'logs'] as const) {
    for (const body of await recordedSessionExports(signal)) {
      expect(await receiver.receive(signal, [body])).toBeUndefined();
    }
  }
  await ingestor.close();
  state.close();
}

describe('the recorded transcripts and the OTLP of their sessions', () => {
  it('count once together with OTLP, whichever came first and however often', async () => {
    // Of proto there is no OTLP here, so its session stands in for it.
    const { proto, ...swarms } = OF_SWARM;
    const named = { ...swarms, '0b979a39-4653-4b2d-835a-9ec0289f7668': proto };
    const [transcriptsFirst, otlpFirst] = [await openStore(), await openStore()];
    const folder = await copyOfTranscripts();
    for (let time = 0; time < 2; time++) {
      await (await readTranscripts(folder, transcriptsFirst)).end();
      await sendOtlp(transcriptsFirst);
      await sendOtlp(otlpFirst);
      await (await readTranscripts(folder, otlpFirst)).end();
    }
    expect(await truth(transcriptsFirst)).toEqual(named);
    expect(await truth(otlpFirst)).toEqual(named);
  });
});
