import { sampleMetric, workMetric, type TimedWork } from './metricRecord.ts';

const WORK: TimedWork = {
  id: 'a',
  kind: 'task',
  swarmId: 's',
  agentId: 'agent-1',
  agentType: 'coder',
  taskType: 'research',
  status: 'completed',
  endedAt: 5,
  durationMs: 30,
  model: 'opus',
  provenance: 'measured',
};

describe('workMetric', () => {
  it('is the duration of finished work, tagged', () => {
    expect(workMetric(WORK)).toEqual({
      id: 'a',
      timestamp: 5,
      swarmId: 's',
      agentId: 'agent-1',
      metricType: 'TASK_DURATION',
      value: 30,
      unit: 'ms',
      tags: { taskId: 'a', kind: 'task', status: 'completed', taskType: 'research', agentType: 'coder', model: 'opus' },
      metadata: {
        source: 'agent',
        priority: 'high',
        category: 'performance',
        dimensions: ['swarmId', 'agentId', 'taskType'],
        provenance: 'measured',
      },
    });
  });

  it('has a type for each kind of work', () => {
    const types = (['task', 'subagent', 'tool', 'request'] as const).map(
      (kind) => workMetric({ ...WORK, kind })?.metricType
    );
    expect(types).toEqual(['TASK_DURATION', 'TASK_DURATION', 'TOOL_DURATION', 'RESPONSE_TIME']);
  });

  it('is none where nobody measured a duration, and one where it was 0', () => {
    expect(workMetric({ ...WORK, durationMs: undefined })).toBeUndefined();
    expect(workMetric({ ...WORK, durationMs: 0 })?.value).toBe(0);
  });

  it('leaves out what is not known', () => {
    const bare = workMetric({
      ...WORK,
      agentId: undefined,
      agentType: undefined,
      taskType: undefined,
      model: undefined,
    });
    expect(bare).not.toHaveProperty('agentId');
    expect(bare?.tags).toEqual({ taskId: 'a', kind: 'task', status: 'completed' });
  });
});

describe('sampleMetric', () => {
  it('is the recorded value with its model as a tag', () => {
    const metadata = { source: 'neural', priority: 'low', category: 'business', dimensions: ['type'] } as const;
    const sample = {
      id: 'a',
      timestamp: 5,
      swarmId: 's',
      metricType: 'TOKEN_USAGE',
      value: 7,
      unit: 'tokens',
      model: 'opus',
      tags: { type: 'input' },
      metadata: { ...metadata, dimensions: ['type'] },
      provenance: 'estimated',
    } as const;
    expect(sampleMetric({ ...sample, metadata: { ...metadata, dimensions: ['type'] } })).toEqual({
      id: 'a',
      timestamp: 5,
      swarmId: 's',
      metricType: 'TOKEN_USAGE',
      value: 7,
      unit: 'tokens',
      tags: { type: 'input', model: 'opus' },
      metadata: { ...metadata, provenance: 'estimated' },
    });
  });
});
