import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/tempFolder.ts';
import { parseConfig, readConfigFile } from './file.ts';

const fail = (config: unknown) => () => parseConfig(JSON.stringify(config), 'performance-config.json');

describe('the configuration file', () => {
  it('takes the guide’s example as it stands', () => {
    const example = {
      collector: {
        enabled: true,
        interval: 5000,
        batchSize: 100,
        sources: ['agent', 'coordinator', 'memory', 'neural'],
        sampling: { enabled: true, rate: 0.8, strategy: 'priority' },
      },
      analyzer: { enabled: true, anomalyDetection: { sensitivity: 2 } },
      reporting: { defaultFormat: 'html' },
      visualization: { defaultTheme: 'light' },
    };
    const config = parseConfig(JSON.stringify(example), 'f');
    expect(config.collector).toMatchObject({
      batchSize: 100,
      bufferSize: 1000,
      sampling: { rate: 0.8, strategy: 'priority' },
    });
    expect(config.inputs).toEqual([]);
  });

  it('fills in what an input leaves out', () => {
    const { inputs } = parseConfig(JSON.stringify({ inputs: [{ kind: 'claude-code-transcripts' }] }), 'f');
    expect(inputs).toEqual([{ kind: 'claude-code-transcripts', folder: '~/.claude/projects', swarms: {} }]);
  });

  it.each([
    [{ inputs: [{ kind: 'claude-flow' }] }, /inputs\.0\.folder/],
    [{ inputs: [{ kind: 'nonsense' }] }, /inputs\.0\.kind/],
    [{ inputs: [{ kind: 'claude-flow', folder: 'x', fodler: 'y' }] }, /fodler/],
    [{ inputs: [{ kind: 'claude-flow-mcp', url: 'file:///etc' }] }, /inputs\.0\.url/],
    [{ collector: { sampling: { rate: 0 } } }, /collector\.sampling\.rate/],
    [{ collector: { interval: -1 } }, /collector\.interval/],
  ])('names the field that is wrong: %j', (config, expected) => {
    expect(fail(config)).toThrow(expected);
    expect(fail(config)).toThrow(/^performance-config\.json/);
  });

  it('says that a file is missing or no JSON', async () => {
    const file = join(await tempFolder(), 'config.json');
    await expect(readConfigFile(file)).rejects.toMatchObject({
      code: 'CONFIG',
      message: expect.stringContaining(file),
    });
    await writeFile(file, '{ "inputs": [');
    await expect(readConfigFile(file)).rejects.toMatchObject({
      code: 'CONFIG',
      message: expect.stringContaining('JSON'),
    });
  });
});
