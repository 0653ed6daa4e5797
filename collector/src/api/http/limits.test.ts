import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startService } from '../../testing/service.ts';

const JSON_GZIP = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

describe('a few bytes that unpack to very many parts', () => {
  it.each([
    ['/api/v1/metrics', `[${'{},'.repeat(2_000_000)}{}]`, 'objects and lists'],
    ['/api/v1/metrics', `[${'1,'.repeat(200_000)}1]`, 'At most 100000 records'],
    [
      '/v1/logs',
      `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${'{},'.repeat(200_000)}{}]}]}]}`,
      'At most 100000 items',
    ],
    [
      '/v1/metrics',
      `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"sum":{"dataPoints":[${'{},'.repeat(200_000)}{}]}}]}]}]}`,
      'At most 100000 items',
    ],
  ])('are refused at %s: %#', async (path, body, message) => {
    const service = await startService();
    const response = await fetch(`${service.url}${path}`, { method: 'POST', headers: JSON_GZIP, body: gzipSync(body) });
    expect(response.status).toBe(413);
    expect(await response.text()).toContain(message);
  });

  it('a body that is no JSON is not quoted', async () => {
    const service = await startService();
    const response = await fetch(`${service.url}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[{"a": MARKER',
    });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('MARKER');
  });
});
