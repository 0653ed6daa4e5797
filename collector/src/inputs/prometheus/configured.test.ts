import { describe, expect, it } from 'vitest';
import { fakePrometheus } from '../../testing/fakePrometheus.ts';
import { startService } from '../../testing/service.ts';

describe('a Prometheus that is added while the service runs', () => {
  it('is read at once, and shows nobody its key', async () => {
    const at = Date.now() - 1000;
    const labels = { __name__: 'claude_code_cost_usage_USD_total', swarm_id: 'swarm-1' };
    const fake = await fakePrometheus([{ labels, points: [[at, 1.5]] }]);
    const service = await startService();
    const added = await service.post('/api/v1/inputs', {
      kind: 'prometheus',
      url: fake.url,
      headers: { authorization: 'Bearer MARKER' },
    });
    expect(added.status).toBe(201);
    expect(fake.asked[0]?.headers.authorization).toBe('Bearer MARKER');
    const { swarms } = (await (await service.get('/api/v1/swarms')).json()) as { swarms: object[] };
    expect(swarms).toMatchObject([{ swarmId: 'swarm-1', costUsd: 1.5 }]);
    const shown = [
      await added.text(),
      await (await service.get('/api/v1/inputs')).text(),
      await (await service.get('/api/v1/health')).text(),
      service.logged(),
    ].join('');
    expect(shown).toContain('(hidden)');
    expect(shown).not.toContain('MARKER');
  });
});
