import { describe, expect, it } from 'vitest';
import { judge, settingsBlock, wantedVariables, type Wish } from './telemetry.ts';

const WISH: Wish = { url: 'http://127.0.0.1:3001', keyed: false, swarm: 'shop' };

const complete = () => Object.fromEntries(wantedVariables(WISH).map(({ name, value }) => [name, value]));

/** What is not well, by name. */
function complaints(env: Record<string, string | undefined>, wish: Partial<Wish> = {}): Record<string, string> {
  const set = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, { value, from: 'environment' }] as const]
  );
  const judged = judge(new Map(set), { ...WISH, ...wish });
  return Object.fromEntries(judged.flatMap(({ name, state }) => (state === 'ok' ? [] : [[name, state]])));
}

describe('what Claude Code is told', () => {
  it('is enough when it is what we ask for', () => {
    expect(complaints(complete())).toEqual({});
  });

  it.each([
    ['CLAUDE_CODE_ENABLE_TELEMETRY', undefined, 'missing'],
    ['CLAUDE_CODE_ENABLE_TELEMETRY', '0', 'wrong'],
    ['OTEL_METRICS_EXPORTER', 'prometheus', 'wrong'],
    ['OTEL_LOGS_EXPORTER', 'none', 'wrong'],
    ['OTEL_LOGS_EXPORTER', '', 'missing'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', undefined, 'missing'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'note'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http', 'wrong'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:4318', 'wrong'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://127.0.0.1:3001', 'wrong'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:3001/v1/metrics', 'wrong'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', '127.0.0.1:3001', 'wrong'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'team=a', 'missing'],
    ['OTEL_LOG_TOOL_CONTENT', '1', 'note'],
  ])('complains of %s=%s', (name, value, state) => {
    expect(complaints({ ...complete(), [name]: value })).toEqual({ [name]: state });
  });

  it.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:3001/' },
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' },
    { OTEL_METRICS_EXPORTER: 'console, otlp' },
    { OTEL_RESOURCE_ATTRIBUTES: 'team=a, swarm.id=b' },
    { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://127.0.0.1:3001/v1/logs' },
    { OTEL_LOG_USER_PROMPTS: '0' },
  ])('takes %j', (env) => {
    expect(complaints({ ...complete(), ...env })).toEqual({});
  });

  it('is judged by the signal’s own variable, where there is one', () => {
    const env = { ...complete(), OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://elsewhere:4318/v1/logs' };
    expect(complaints(env)).toEqual({ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'wrong' });
  });

  it('carries the key where one is asked for; the settings file never does', () => {
    const name = 'OTEL_EXPORTER_OTLP_HEADERS';
    expect(complaints(complete(), { keyed: true })).toEqual({ [name]: 'missing' });
    expect(complaints({ ...complete(), [name]: 'x-team=a' }, { keyed: true })).toEqual({ [name]: 'wrong' });
    for (const value of ['Authorization=Bearer k', 'x=1,authorization=Bearer%20k']) {
      expect(complaints({ ...complete(), [name]: value }, { keyed: true })).toEqual({});
    }
    expect(settingsBlock(wantedVariables({ ...WISH, keyed: true }))).not.toHaveProperty(name);
  });
});
