import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { fakePrometheus } from '../../testing/fakePrometheus.ts';
import { PerformanceSystem } from '../../system.ts';
import { inputConfigSchema } from '../../config/inputs.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { startService } from '../../testing/service.ts';

describe('a Prometheus whose store was lost', () => {
  it('is read again from the beginning', async () => {
    const labels = { __name__: 'claude_code_cost_usage_USD_total', swarm_id: 'swarm-1' };
    const fake = await fakePrometheus([{ labels, points: [[Date.now() - 1000, 1.5]] }]);
    const dataDir = await tempFolder();
    const inputs = [inputConfigSchema.parse({ kind: 'prometheus', url: fake.url })];
    const costOf = async () => {
      const system = await PerformanceSystem.open({ dataDir, inputs, demo: false }, pino({ level: 'silent' }));
      await system.start();
      const [swarm] = await system.store.swarms({});
      await system.close();
      return swarm?.costUsd;
    };
    expect([await costOf(), await costOf()]).toEqual([1.5, 1.5]);
    for (const name of (await readdir(dataDir)).filter((file) => file.startsWith('performance.duckdb'))) {
      await rm(join(dataDir, name));
    }
    expect(await costOf()).toBe(1.5);
  });
});

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
