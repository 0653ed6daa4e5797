import { describe, expect, it } from 'vitest';
import { iso } from '../../testing/project.ts';
import { NOON } from '../../testing/records.ts';
import { DaemonWorkers } from './workers.ts';

const MINUTE = 60_000;

/** As `daemon-state.json` has it after so many runs, the last of which ended at a minute after noon. */
function state(successes: number, failures: number, minute: number, fields: Record<string, unknown> = {}) {
  return {
    running: true,
    startedAt: iso(NOON),
    workers: {
      audit: {
        runCount: successes + failures,
        successCount: successes,
        failureCount: failures,
        averageDurationMs: 424_242,
        lastRun: iso(NOON + minute * MINUTE),
        lastStartedAt: iso(NOON + minute * MINUTE - 1500),
        isRunning: false,
        ...fields,
      },
    },
  };
}

function reader() {
  const workers = new DaemonWorkers('scope');
  const accept = (value: unknown) => workers.accept(value, NOON + 90 * MINUTE);
  return { workers, accept };
}

describe('runs of daemon workers', () => {
  it('are known one by one, with their times, when each is seen', () => {
    const { accept } = reader();
    accept(state(2, 0, 10));
    expect(accept(state(3, 0, 20))).toEqual([
      expect.objectContaining({
        id: `audit|${NOON + 20 * MINUTE}`,
        source: 'claude-flow-3/workers',
        kind: 'task',
        swarmId: 'unassigned',
        agentId: 'daemon:audit',
        taskType: 'audit',
        status: 'completed',
        durationMs: 1500,
        startedAt: NOON + 20 * MINUTE - 1500,
        endedAt: NOON + 20 * MINUTE,
        endedAtProvenance: 'measured',
        provenance: 'measured',
      }),
    ]);
    expect(accept(state(3, 1, 30))).toMatchObject([{ status: 'failed', durationMs: 1500 }]);
    expect(accept(state(3, 1, 30))).toEqual([]);
  });

  it('never take their duration from the average', () => {
    const { accept } = reader();
    const seen = [state(1, 0, 10), state(2, 0, 20, { lastStartedAt: undefined }), state(4, 3, 30)].flatMap((value) =>
      accept(value)
    );
    expect(seen).toHaveLength(7);
    expect(JSON.stringify(seen)).not.toContain('424242');
    expect(seen[1]).not.toHaveProperty('durationMs');
  });

  it('that were missed are counted, without times of their own', () => {
    const { accept } = reader();
    accept(state(2, 0, 10));
    const missed = accept(state(4, 1, 40));
    expect(missed?.map(({ status, endedAtProvenance }) => [status, endedAtProvenance])).toEqual([
      ['completed', 'estimated'],
      ['completed', 'estimated'],
      ['failed', 'estimated'],
    ]);
    expect(new Set(missed?.map(({ id }) => id)).size).toBe(3);
    expect(missed?.some(({ durationMs }) => durationMs !== undefined)).toBe(false);
  });

  it('before the first reading are not told, but for the last one where its outcome is certain', () => {
    expect(reader().accept(state(7, 0, 10))).toMatchObject([
      { id: `audit|${NOON + 10 * MINUTE}`, status: 'completed' },
    ]);
    expect(reader().accept(state(0, 2, 10))).toMatchObject([{ status: 'failed' }]);
    expect(reader().accept(state(7, 1, 10))).toEqual([]);
    expect(reader().accept(state(0, 0, 10, { lastRun: undefined }))).toEqual([]);
  });

  it('have the same ids when the collector starts again', () => {
    const live = reader();
    live.accept(state(1, 0, 10));
    expect(live.accept(state(2, 0, 20))?.[0]?.id).toBe(reader().accept(state(2, 0, 20))?.[0]?.id);
  });

  it('go on when the counters start again', () => {
    const { accept } = reader();
    accept(state(5, 2, 10));
    expect(accept(state(1, 0, 20))).toMatchObject([{ id: `audit|${NOON + 20 * MINUTE}`, status: 'completed' }]);
    expect(accept(state(1, 1, 30))).toMatchObject([{ status: 'failed' }]);
  });

  it('are not made up by a counter that leaps', () => {
    const { accept } = reader();
    accept(state(1, 0, 10));
    expect(accept(state(4_000_000_000, 1, 20))).toEqual([]);
    expect(accept(state(4_000_000_001, 1, 30))).toHaveLength(1);
  });

  it('that a dying daemon interrupted are failed ones with a start and no duration', () => {
    const { accept } = reader();
    accept(state(2, 0, 10, { lastStartedAt: iso(NOON + 20 * MINUTE), isRunning: true }));
    const value = state(2, 1, 10, { runCount: 2, lastStartedAt: iso(NOON + 20 * MINUTE) });
    const interrupted = accept(value);
    expect(interrupted).toMatchObject([
      { id: `audit|interrupted|${NOON + 20 * MINUTE}`, status: 'failed', endedAtProvenance: 'estimated' },
    ]);
    expect(interrupted?.[0]).not.toHaveProperty('durationMs');
  });

  it('are handed over again until they are stored', () => {
    const { workers, accept } = reader();
    accept(state(1, 0, 10));
    workers.confirm();
    const lost = accept(state(1, 1, 20));
    workers.again();
    expect(accept(state(1, 1, 20))).toEqual(lost);
    workers.confirm();
    workers.again();
    expect(accept(state(1, 1, 20))).toEqual([]);
  });

  it('are not made of what is no count', () => {
    const { accept } = reader();
    expect([null, {}, { workers: [] }].map(accept)).toEqual([undefined, undefined, undefined]);
    for (const runCount of ['3', -1, 1.5, null, 1e300]) {
      expect(accept(state(1, 0, 10, { runCount }))).toEqual([]);
    }
    const odd = JSON.parse('{"workers":{"__proto__":{"runCount":1,"successCount":1,"failureCount":0}}}') as unknown;
    expect(accept(odd)).toEqual([]);
  });
});
