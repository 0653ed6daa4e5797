import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startService } from '../testing/service.ts';
import { tempFolder } from '../testing/tempFolder.ts';
import { visualizeCommand } from './visualizeCommand.ts';

async function setUp() {
  const service = await startService();
  const metrics = Array.from({ length: 20 }, (_, index) => ({
    id: String(index),
    swarmId: 'swarm-123',
    metricType: 'TASK_DURATION',
    unit: 'ms',
    timestamp: Date.UTC(2026, 5, 10) + index * 60_000,
    value: 100 + index,
  }));
  await service.post('/api/v1/metrics', { metrics });
  const cwd = await tempFolder();
  const printed: string[] = [];
  const run = (...args: string[]) =>
    visualizeCommand.run(args, {
      env: { CLAUDE_FLOW_PERF_URL: service.url },
      cwd,
      home: cwd,
      colour: false,
      print: (text) => printed.push(text),
      confirm: undefined,
    });
  return { cwd, printed, run };
}

describe('visualize chart', () => {
  it('draws as the guide asks, into a file', async () => {
    const { cwd, printed, run } = await setUp();
    expect(await run('chart', '--swarm', 'swarm-123', '--metric', 'TASK_DURATION', '--type', 'line')).toBe(0);
    expect(await readFile(join(cwd, 'chart.svg'), 'utf8')).toContain('Task duration of swarm-123');
    expect(printed[0]).toMatch(/^Wrote .*chart\.svg \(\d+ bytes\)\.$/);
  });

  it('takes the format from the name of the file, and says in JSON what it wrote', async () => {
    const { cwd, printed, run } = await setUp();
    await run('chart', '--metric', 'TASK_DURATION', '--output', 'a.PNG', '--json');
    expect((await readFile(join(cwd, 'a.PNG'))).subarray(1, 4).toString()).toBe('PNG');
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ file: join(cwd, 'a.PNG'), format: 'png' });
  });

  it.each([
    [['dashboard'], 'Say what to draw: chart'],
    [['chart'], 'Name what to draw'],
    [['chart', '--metric', 'nonsense'], 'unknown metric'],
    [['chart', '--metric', 'TASK_DURATION', '--swarm', 'nobody'], 'Known: "swarm-123"'],
    [['chart', '--metric', 'TASK_DURATION', '--type', 'radar'], '"type"'],
    [['chart', '--metric', 'TASK_DURATION', '--output', 'no/such/folder.svg'], 'ENOENT'],
    [['chart', '--metric', 'TASK_DURATION', '--colour', 'red'], '--colour'],
  ])('leaves no file behind when it can’t: %j', async (args, message) => {
    const { cwd, run } = await setUp();
    await expect(run(...args)).rejects.toThrow(message);
    expect(await readdir(cwd)).toEqual([]);
  });
});
