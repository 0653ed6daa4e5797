import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRIC_TYPE_UNITS, METRIC_TYPES } from '../../../src/core/metrics/metricTypes.ts';
import type { IngestRecord } from '../../../src/core/metrics/records.ts';
import { agent, NOON, sample, swarm, task } from '../testing/records.ts';
import { check, MOST_NAME, MOST_SKEW_MS, timeOf } from './check.ts';

const accepted = (record: IngestRecord) => {
  const result = check(record, NOON);
  return result.ok ? result.record : result.rejection;
};
const reasonOf = (record: IngestRecord) => {
  const result = check(record, NOON);
  return result.ok ? 'accepted' : result.rejection.reason;
};

describe('check', () => {
  it.each<[string, IngestRecord]>([
    ['malformed', task('')],
    ['malformed', task('a', { swarmId: '' })],
    ['name_too_long', task('a', { agentId: 'x'.repeat(MOST_NAME + 1) })],
    ['name_too_long', swarm('x'.repeat(MOST_NAME + 1))],
    ['name_too_long', sample('a', { tags: { tool_name: 'x'.repeat(MOST_NAME + 1) } })],
    ['not_finite', sample('a', { value: NaN })],
    ['not_finite', task('a', { durationMs: Infinity })],
    ['not_finite', task('a', { tokens: { input: -Infinity } })],
    ['not_finite', task('a', { endedAt: NaN })],
    ['negative', task('a', { tokens: { output: -1 } })],
    ['negative', task('a', { costUsd: -0.01 })],
    ['negative', sample('a', { value: -1 })],
    ['future', task('a', { endedAt: NOON + MOST_SKEW_MS + 1 })],
    ['future', sample('a', { timestamp: NOON * 1000 })],
    ['future', swarm('a', { observedAt: NOON + MOST_SKEW_MS + 1 })],
    ['wrong_unit', task('a', { endedAt: Math.round(NOON / 1000) })],
    ['wrong_unit', sample('a', { metricType: 'TASK_DURATION', unit: 's', value: 1 })],
    ['malformed', task('a', { sampleRate: 1e-300 })],
    ['wrong_unit', task('a', { createdAt: 1e300 })],
    ['wrong_unit', task('a', { startedAt: 0 })],
    ['wrong_unit', agent('a', { createdAt: 1 })],
    ['future', task('a', { createdAt: NOON + MOST_SKEW_MS + 1 })],
    ['wrong_unit', swarm('a', { maxAgents: 1e300 })],
    ['wrong_unit', sample('a', { metricType: 'TOKEN_USAGE', unit: 'tokens', value: 1e308 })],
    ['wrong_unit', sample('a', { metricType: 'CPU_USAGE', unit: 'ratio', value: 95 })],
  ])('refuses as %s: %#', (reason, record) => {
    expect(reasonOf(record)).toBe(reason);
  });

  it('says in the reason nothing of what the record holds but its number', () => {
    const marker = 'marker '.repeat(300);
    const rejections = [
      check(task('a', { agentId: marker }), NOON),
      check(sample('a', { tags: { tool_name: marker } }), NOON),
      check(task('a', { swarmId: 'marker', endedAt: NOON * 2 }), NOON),
    ];
    expect(rejections.map((result) => result.ok)).toEqual([false, false, false]);
    expect(JSON.stringify(rejections)).not.toContain('marker');
  });

  it.each<IngestRecord>([
    task('a', { agentId: 'x'.repeat(MOST_NAME), durationMs: 0, costUsd: 0, tokens: { input: 0 } }),
    sample('a', { value: 1 }),
    sample('a', { metricType: 'COST_USD', unit: 'USD', value: 0 }),
    agent('a'),
    swarm('a', { agentCount: 0 }),
  ])('takes what is whole as it is: %#', (record) => {
    expect(accepted(record)).toEqual(record);
  });

  it('takes every type in its own unit and in no other', () => {
    for (const metricType of METRIC_TYPES) {
      const unit = METRIC_TYPE_UNITS[metricType];
      expect(reasonOf(sample('a', { metricType, unit, value: 1 }))).toBe('accepted');
      expect(reasonOf(sample('a', { metricType, unit: unit === 'ms' ? 's' : 'ms', value: 1 }))).toBe('wrong_unit');
    }
  });

  it('sets a time up to ten minutes ahead to the time of receipt and says so', () => {
    const ahead = NOON + MOST_SKEW_MS;
    expect(accepted(task('a', { endedAt: ahead }))).toMatchObject({ endedAt: NOON, endedAtProvenance: 'estimated' });
    expect(accepted(sample('a', { timestamp: ahead, tags: { type: 'x' } }))).toMatchObject({
      timestamp: NOON,
      tags: { type: 'x', skew: 'true' },
    });
    expect(accepted(swarm('a', { observedAt: ahead }))).toMatchObject({ observedAt: NOON });
    expect(accepted(agent('a', { observedAt: ahead }))).toMatchObject({ observedAt: NOON });
    expect(accepted(sample('a', { timestamp: NOON }))).toMatchObject({ tags: {} });
  });

  it('drops a negative duration and keeps the task', () => {
    const kept = accepted(task('a', { durationMs: -1 }));
    expect(kept).toMatchObject({ type: 'task', id: 'a' });
    expect(kept).not.toHaveProperty('durationMs');
  });

  it('never lets anything into the store that lies ahead or is not a number', () => {
    const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(NOON, NOON + 1, NOON + MOST_SKEW_MS));
    fc.assert(
      fc.property(number, number, number, (endedAt, durationMs, input) => {
        const result = check(task('a', { endedAt, durationMs, tokens: { input } }), NOON);
        if (result.ok && result.record.type === 'task') {
          expect(timeOf(result.record)).toBeLessThanOrEqual(NOON);
          expect(result.record.durationMs ?? 0).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(result.record.tokens?.input)).toBe(true);
        }
      })
    );
  });
});
