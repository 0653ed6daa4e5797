import { SOURCE_IDS } from './records.ts';
import { USAGE_PRECEDENCE, usageRank, WORK_PRECEDENCE } from './precedence.ts';

describe('precedence', () => {
  it('takes metrics before events, events before what is pushed, ledgers before last results', () => {
    const order = [
      'claude-code/metrics',
      'claude-code/events',
      'push',
      'claude-flow-3/run-transcripts',
      'claude-flow-3/agents',
    ] as const;
    expect(order.map(usageRank)).toEqual([0, 1, 2, 3, 4]);
    expect(usageRank('claude-flow-3/trajectories')).toBe(usageRank('claude-flow-3/run-transcripts'));
  });

  it('puts sources without usage last', () => {
    const counting = USAGE_PRECEDENCE.flat();
    for (const source of SOURCE_IDS.filter((id) => !counting.includes(id))) {
      expect(usageRank(source)).toBe(USAGE_PRECEDENCE.length);
    }
  });

  it('names no source twice, and the task store before the feedback', () => {
    for (const list of [USAGE_PRECEDENCE.flat(), WORK_PRECEDENCE]) {
      expect(new Set(list).size).toBe(list.length);
    }
    expect(WORK_PRECEDENCE.indexOf('claude-flow-3/tasks')).toBeLessThan(
      WORK_PRECEDENCE.indexOf('claude-flow-3/feedback')
    );
  });
});
