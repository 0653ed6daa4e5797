import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../src/core/report/build.ts';
import { reportSpecSchema } from '../../../src/core/report/schema.ts';
import { toMarkdown } from '../../../src/core/report/markdown.ts';
import { NOON, request, task } from '../testing/records.ts';
import { startService } from '../testing/service.ts';
import { reportData } from './reportData.ts';

async function reportOf(
  records: Parameters<Awaited<ReturnType<typeof startService>>['system']['store']['append']>[0],
  sections: string[]
) {
  const { system } = await startService();
  await system.store.append(records, NOON);
  return reportData(system, reportSpecSchema.parse({ sections }), { at: NOON });
}

const spent = (input: number, output: number, costUsd?: number) => ({
  tokens: { input, output },
  ...(costUsd === undefined ? {} : { costUsd }),
});

describe('the section on cost and tokens', () => {
  it('adds up what each agent and each model used, and leaves open what nobody told', async () => {
    const data = await reportOf(
      [
        request('a', { agentId: 'lead', model: 'opus', ...spent(100, 20, 0.5) }),
        request('b', { agentId: 'lead', model: 'haiku', ...spent(10, 5, 0.01) }),
        request('c', { agentId: 'sub', model: 'haiku', ...spent(1, 1) }),
        request('d', { swarmId: 'other', ...spent(7, 0, 2) }),
        task('e', { agentId: 'idle', durationMs: 5 }),
      ],
      ['usage']
    );
    expect(data.usage?.agents).toEqual([
      { swarmId: 'other', name: '', tokens: 7, costUsd: 2, requests: 1 },
      { swarmId: 'swarm-1', name: 'lead', tokens: 135, costUsd: 0.51, requests: 2 },
      { swarmId: 'swarm-1', name: 'sub', tokens: 2, costUsd: null, requests: 1 },
    ]);
    expect(data.usage?.models).toEqual([
      { swarmId: 'other', name: '', tokens: 7, costUsd: 2, requests: 1 },
      { swarmId: 'swarm-1', name: 'haiku', tokens: 17, costUsd: 0.01, requests: 2 },
      { swarmId: 'swarm-1', name: 'opus', tokens: 120, costUsd: 0.5, requests: 1 },
    ]);
    const text = toMarkdown(buildReport(data));
    expect(text).toContain('not known');
    expect(text).toMatch(/\| swarm-1 \| sub \| 2 \| not measured \| 1 \|/);
  });

  it('says so where no input told of anything', async () => {
    const data = await reportOf([task('e', { durationMs: 5 })], ['usage']);
    expect(toMarkdown(buildReport(data))).toContain('No input told of tokens, cost or model requests');
  });
});

describe('the section on statistics', () => {
  it('tells of completed work alone, swarm by swarm', async () => {
    const durations = [10, 20, 30, 40, 100];
    const data = await reportOf(
      [
        ...durations.map((durationMs, at) => task(`t${at}`, { durationMs })),
        task('failed', { durationMs: 9999, status: 'failed' }),
        task('untimed'),
        task('other', { swarmId: 'other', durationMs: 7 }),
      ],
      ['statistics']
    );
    expect(data.statistics).toEqual([
      { metric: 'task_duration', swarmId: 'other', n: 1, mean: 7, min: 7, median: 7, p95: 7, p99: 7, max: 7 },
      {
        metric: 'task_duration',
        swarmId: 'swarm-1',
        n: 5,
        mean: 40,
        min: 10,
        median: 30,
        p95: expect.closeTo(88, 9),
        p99: expect.closeTo(97.6, 9),
        max: 100,
      },
    ]);
    const [section] = buildReport(data).sections;
    expect(section).toMatchObject({
      heading: 'Statistics',
      blocks: [{ type: 'paragraph' }, { caption: 'Task duration' }],
    });
  });

  it('is left out where nothing was timed', async () => {
    expect(buildReport(await reportOf([task('untimed')], ['statistics'])).sections).toEqual([]);
  });
});

describe('the section on recommendations', () => {
  it('says that the data suggest nothing where they do not', async () => {
    const data = await reportOf([task('a', { durationMs: 5 })], ['recommendations']);
    expect(toMarkdown(buildReport(data))).toContain('suggest nothing');
  });

  it('names the swarm, the priority and what it rests on', async () => {
    const failing = Array.from({ length: 60 }, (_, at) =>
      task(`t${at}`, {
        durationMs: 100,
        endedAt: NOON + at * 60_000,
        status: at % 2 === 0 ? 'failed' : 'completed',
        errorClass: 'timeout',
      })
    );
    const data = await reportOf(failing, ['recommendations']);
    const given = data.analyses?.swarms.flatMap(({ recommendations = [] }) => recommendations) ?? [];
    const [block] = buildReport(data).sections[0]?.blocks ?? [];
    const text = block?.type === 'list' ? block.items.join('\n') : '';
    expect(given.length).toBeGreaterThan(0);
    expect(text).not.toContain('TASK_DURATION');
    given.forEach(({ title, targetSwarm, priority }) =>
      expect(text).toContain(`${targetSwarm} (${priority}): ${title}. `)
    );
  });
});
