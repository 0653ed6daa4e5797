import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '../lib/service.mjs';
import { buildCollector, install, ROOT, runMain } from '../setup.mjs';
import { machine, median, report } from './machine.mjs';

const BATCH = 1000;
const BATCHES = 200;
const IN_FLIGHT = 4;

/**
 * Model requests as Claude Code sends them, in OTLP/JSON batches of 1,000 over HTTP, each acknowledged after its commit;
 * beside DuckDB's own appender writing the same columns in batches of 1,000, each committed, in this process without HTTP.
 */
await runMain(async () => {
  await install();
  await buildCollector();
  const bodies = Array.from({ length: BATCHES }, (_, batch) => JSON.stringify(request(batch)));
  const service = await ingest(bodies);
  const appender = await append();
  report({
    machine: machine(),
    records: BATCH * BATCHES,
    batch: BATCH,
    serviceRecordsPerSecond: service.perSecond,
    serviceAckP50Ms: service.p50,
    serviceAckP99Ms: service.p99,
    appenderRecordsPerSecond: appender,
    ratio: service.perSecond / appender,
  });
});

/** @param {number} batch */
function request(batch) {
  const start = Date.UTC(2026, 0, 1) + batch * BATCH;
  const attributes = (index) => [
    ['event.name', { stringValue: 'api_request' }],
    ['session.id', { stringValue: `session-${batch % 20}` }],
    ['event.sequence', { intValue: batch * BATCH + index }],
    ['model', { stringValue: 'claude-sonnet' }],
    ['input_tokens', { intValue: 100 + (index % 50) }],
    ['output_tokens', { intValue: 200 + (index % 70) }],
    ['cache_read_tokens', { intValue: 5000 }],
    ['cache_creation_tokens', { intValue: 100 }],
    ['cost_usd', { doubleValue: 0.0123 }],
    ['duration_ms', { intValue: 300 + (index % 400) }],
    ['query_source', { stringValue: 'main' }],
  ];
  const logRecords = Array.from({ length: BATCH }, (_, index) => ({
    timeUnixNano: `${start + index}000000`,
    body: { stringValue: 'claude_code.api_request' },
    attributes: attributes(index).map(([key, value]) => ({ key, value })),
  }));
  const resource = { attributes: [{ key: 'swarm.id', value: { stringValue: `swarm-${batch % 5}` } }] };
  return { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] };
}

/** @param {string[]} bodies */
async function ingest(bodies) {
  const service = await startService(ROOT, ['--no-demo']);
  try {
    const times = [];
    const queue = [...bodies];
    const start = performance.now();
    const send = async () => {
      for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
        const sent = performance.now();
        const answer = await fetch(`${service.url}/v1/logs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        if (!answer.ok) {
          throw new Error(`the service answered ${answer.status}: ${await answer.text()}`);
        }
        await answer.text();
        times.push(performance.now() - sent);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, send));
    const seconds = (performance.now() - start) / 1000;
    const sorted = times.sort((a, b) => a - b);
    return {
      perSecond: (BATCH * BATCHES) / seconds,
      p50: median(sorted),
      p99: sorted[Math.floor(sorted.length * 0.99)],
    };
  } finally {
    await service.stop();
  }
}

async function append() {
  const { DuckDBInstance, DuckDBDataChunk, VARCHAR, DOUBLE, BIGINT, UHUGEINT, BOOLEAN } =
    await import('@duckdb/node-api');
  const folder = mkdtempSync(join(tmpdir(), 'claude-flow-perf-bench-'));
  const instance = await DuckDBInstance.create(join(folder, 'peer.duckdb'));
  try {
    const connection = await instance.connect();
    const types = [
      UHUGEINT,
      BIGINT,
      VARCHAR,
      VARCHAR,
      VARCHAR,
      VARCHAR,
      VARCHAR,
      BOOLEAN,
      VARCHAR,
      VARCHAR,
      VARCHAR,
      VARCHAR,
      BIGINT,
      BIGINT,
      VARCHAR,
      DOUBLE,
      VARCHAR,
      DOUBLE,
      DOUBLE,
      DOUBLE,
      DOUBLE,
      DOUBLE,
      VARCHAR,
    ];
    await connection.run(`CREATE TABLE peer (${types.map((type, index) => `c${index} ${type}`).join(', ')})`);
    const appender = await connection.createAppender('peer');
    const start = performance.now();
    for (let batch = 0; batch < BATCHES; batch++) {
      const at = Date.UTC(2026, 0, 1) + batch * BATCH;
      const rows = (of) => Array.from({ length: BATCH }, (_, index) => of(index));
      const chunk = DuckDBDataChunk.create(types, BATCH);
      const values = {
        [UHUGEINT]: (index) => BigInt(batch * BATCH + index) << 64n,
        [BIGINT]: (index) => BigInt(at + index),
        [DOUBLE]: (index) => 100 + (index % 50),
        [BOOLEAN]: () => false,
        [VARCHAR]: (index) => `claude-code:session-${batch % 20}|${index}`,
      };
      chunk.setColumns(types.map((type) => rows(values[type])));
      await connection.run('BEGIN');
      appender.appendDataChunk(chunk);
      appender.flushSync();
      await connection.run('COMMIT');
    }
    return (BATCH * BATCHES) / ((performance.now() - start) / 1000);
  } finally {
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}
