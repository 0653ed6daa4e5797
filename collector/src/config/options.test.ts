import { describe, expect, it } from 'vitest';
import { isLoopback, parseServeOptions } from './options.ts';

describe('parseServeOptions', () => {
  it('has defaults for everything', () => {
    expect(parseServeOptions([], {})).toEqual({
      host: '127.0.0.1',
      port: 3001,
      wsPort: undefined,
      dataDir: './data',
      claudeFlow: [],
      demo: true,
    });
  });

  it('reads every option', () => {
    const args = [
      '--claude-flow',
      'a',
      '--claude-flow',
      'b',
      '--data',
      'd',
      '--host',
      '0.0.0.0',
      '--port',
      '0',
      '--ws-port',
      '4002',
      '--no-demo',
    ];
    expect(parseServeOptions(args, { CLAUDE_FLOW_PERF_KEY: 'secret' })).toEqual({
      host: '0.0.0.0',
      port: 0,
      wsPort: 4002,
      dataDir: 'd',
      claudeFlow: ['a', 'b'],
      demo: false,
      key: 'secret',
    });
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'example.org', '127.0.0.1.example.org', 'localhost.example.org'])(
    'does not listen on %s without a key',
    (host) => {
      for (const environment of [{}, { CLAUDE_FLOW_PERF_KEY: '' }]) {
        expect(() => parseServeOptions(['--host', host], environment)).toThrow(
          expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining('CLAUDE_FLOW_PERF_KEY') })
        );
      }
    }
  );

  it.each(['127.0.0.1', '127.9.9.9', 'localhost', '::1'])('needs no key on %s', (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(parseServeOptions(['--host', host], {})).not.toHaveProperty('key');
  });

  it.each(['-1', '65536', '80.5', 'http', ''])('refuses the port %j', (port) => {
    expect(() => parseServeOptions([`--port=${port}`], {})).toThrow(expect.objectContaining({ code: 'CONFIG' }));
  });

  it.each([['--dmo'], ['--claude-flow'], ['folder'], ['--port']])(
    'says how it is used when it does not know %j',
    (arg) => {
      expect(() => parseServeOptions([arg], {})).toThrow(
        expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining('Usage:') })
      );
    }
  );
});
