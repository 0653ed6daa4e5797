import { SOURCE_IDS, type SourceId } from './records.ts';
import { AGENT_PRECEDENCE, rankIn, USAGE_PRECEDENCE, WORK_PRECEDENCE } from './precedence.ts';

const usageRank = (source: SourceId) => rankIn(USAGE_PRECEDENCE, source);

describe('precedence', () => {
  it('takes metrics before single requests, ledgers before last results, and what knows only the swarm last', () => {
    const order = [
      'claude-code/metrics',
      'claude-code/events',
      'claude-flow-3/run-transcripts',
      'claude-flow-3/agents',
      'push',
      'prometheus',
    ] as const;
    const ranks = order.map(usageRank);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(new Set(ranks).size).toBe(order.length);
    expect(usageRank('claude-code/transcripts')).toBe(usageRank('claude-code/events'));
    expect(usageRank('claude-flow-3/trajectories')).toBe(usageRank('claude-flow-3/run-transcripts'));
  });

  it('puts sources without usage last', () => {
    const counting = USAGE_PRECEDENCE.flat();
    for (const source of SOURCE_IDS.filter((id) => !counting.includes(id))) {
      expect(usageRank(source)).toBe(USAGE_PRECEDENCE.length);
    }
  });

  it('names no source twice, and the task store before the feedback', () => {
    for (const list of [USAGE_PRECEDENCE.flat(), WORK_PRECEDENCE, AGENT_PRECEDENCE]) {
      expect(new Set(list).size).toBe(list.length);
    }
    expect(WORK_PRECEDENCE.indexOf('claude-flow-3/tasks')).toBeLessThan(
      WORK_PRECEDENCE.indexOf('claude-flow-3/feedback')
    );
  });
});
