import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../lib/service.mjs';
import { buildCollector, install, ROOT, runMain } from '../setup.mjs';
import { machine, report } from './machine.mjs';

const FIXTURES = join(ROOT, 'tests/fixtures/claude-code-transcripts');
const MB = 1e6;
/** Requests under way at once, as of several sessions that export. */
const IN_FLIGHT = 2;

/**
 * A large history into a real service: transcripts that it finds in a folder at its start, or (`--otlp`) OTLP/JSON requests
 * of 1 to 4 MB over HTTP. Sizes are those of the generated JSON; peak memory is the service's (Linux only).
 *
 * `--mb N` sets the size (default 1,000).
 */
await runMain(async () => {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, otlp: { type: 'boolean' }, mb: { type: 'string', default: '1000' } },
  });
  await install();
  await buildCollector();
  const work = mkdtempSync(join(tmpdir(), 'claude-flow-perf-bench-'));
  try {
    const bytes = Number(values.mb) * MB;
    report({ machine: machine(), ...(await (values.otlp ? otlp : transcripts)(work, bytes)) });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

/** @param {string} work @param {number} target */
async function transcripts(work, target) {
  const folder = join(work, 'projects');
  const { bytes, files, lines } = await generate(folder, target);
  const config = join(work, 'config.json');
  writeFileSync(config, JSON.stringify({ inputs: [{ kind: 'claude-code-transcripts', folder }] }));
  const start = performance.now();
  const service = await launch(work, ['--config', config]);
  try {
    await service.ready(30 * 60_000);
    const seconds = (performance.now() - start) / 1000;
    const [input] = (await health(service.url)).filter(({ kind }) => kind === 'claude-code-transcripts');
    return {
      source: 'claude-code-transcripts',
      files,
      lines,
      ...rates(bytes, input.counts.stored, seconds),
      peakRssMiB: service.peakRss(),
    };
  } finally {
    await service.stop();
  }
}

/** @param {string} work @param {number} target */
async function otlp(work, target) {
  const service = await launch(work, []);
  try {
    await service.ready(30_000);
    const random = generator(7);
    let [sent, records, next] = [0, 0, 0];
    const start = performance.now();
    const send = async () => {
      while (sent < target) {
        const { body, count } = exportRequest(next++, MB * (1 + 3 * random()));
        sent += body.length;
        records += count;
        const answer = await fetch(`${service.url}/v1/logs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        const text = await answer.text();
        if (!answer.ok || text !== '{}') {
          throw new Error(`the service answered ${answer.status}: ${text}`);
        }
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, send));
    const seconds = (performance.now() - start) / 1000;
    return { source: 'otlp-json', requests: next, ...rates(sent, records, seconds), peakRssMiB: service.peakRss() };
  } finally {
    await service.stop();
  }
}

/** @param {number} bytes @param {number} records @param {number} seconds */
function rates(bytes, records, seconds) {
  return {
    megabytes: bytes / MB,
    records,
    seconds,
    megabytesPerSecond: bytes / MB / seconds,
    recordsPerSecond: records / seconds,
  };
}

/**
 * The recorded sessions again and again, each time with ids of its own and with texts as long as real ones: what tools
 * gave is mostly a page, at times a file, seldom a very long one.
 *
 * @param {string} folder @param {number} target bytes
 */
async function generate(folder, target) {
  const root = join(FIXTURES, 'projects');
  const templates = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(root, path), text: readFileSync(path, 'utf8') }));
  const random = generator(1);
  const filler = Array.from(
    { length: 400_000 },
    () => ' abcdefghijklmnopqrstuvwxyz  etaoinshrdlu'[Math.floor(random() * 41)]
  ).join('');
  let [bytes, files, lines] = [0, 0, 0];
  for (let copy = 0; bytes < target; copy++) {
    const fresh = (text) =>
      text
        .replace(/_stub_(\d+)/g, `_${copy}_$1`)
        .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/g, `${hex(copy)}$1`)
        .replace(/\ba[0-9a-f]{8}([0-9a-f]{8})\b/g, `a${hex(copy)}$1`);
    for (const { name, text } of templates) {
      const path = join(folder, sessionOf(name, copy), fresh(name.split('/').slice(1).join('/')));
      mkdirSync(dirname(path), { recursive: true });
      const stream = createWriteStream(path);
      if (name.endsWith('.json')) {
        stream.end(fresh(text));
      } else {
        files++;
        for (const line of text.trimEnd().split('\n')) {
          const long = `${JSON.stringify(lengthen(JSON.parse(fresh(line)), filler, random))}\n`;
          bytes += Buffer.byteLength(long);
          lines++;
          stream.write(long);
        }
        stream.end();
      }
      await once(stream, 'finish');
    }
  }
  return { bytes, files, lines };
}

/** Sessions of several copies share a project's folder. @param {string} name @param {number} copy */
function sessionOf(name, copy) {
  return `${name.split('/')[0]}-${copy % 20}`;
}

/** @param {number} number */
function hex(number) {
  return number.toString(16).padStart(8, '0');
}

/** @param {Record<string, any>} line @param {string} filler @param {() => number} random */
function lengthen(line, filler, random) {
  const text = () => {
    const kind = random();
    const length =
      kind < 0.7 ? 1000 + 3000 * random() : kind < 0.96 ? 8000 + 24_000 * random() : 80_000 + 220_000 * random();
    const from = Math.floor(random() * (filler.length - length));
    return filler.slice(from, from + length).replace(/q/g, '\n');
  };
  for (const block of Array.isArray(line.message?.content) ? line.message.content : []) {
    if (block.type === 'tool_result') {
      const content = text();
      block.content = content;
      if (typeof line.toolUseResult === 'object' && line.toolUseResult !== null) {
        line.toolUseResult.stdout = content;
      }
    } else if (block.type === 'text') {
      block.text = text().slice(0, 2000);
    } else if (block.type === 'tool_use') {
      block.input = { ...block.input, content: text().slice(0, 4000) };
    }
  }
  return line;
}

/** Requests and tool calls as Claude Code exports them. @param {number} number @param {number} size bytes */
function exportRequest(number, size) {
  const logRecords = [];
  const start = Date.UTC(2026, 0, 1) + number * 10_000;
  for (let bytes = 0, index = 0; bytes < size; index++) {
    const id = `${number}_${index}`;
    const attributes = Object.entries({
      'user.id': '0'.repeat(64),
      'session.id': `session-${number % 50}`,
      'swarm.id': `swarm-${number % 5}`,
      'terminal.type': 'non-interactive',
      'event.timestamp': new Date(start + index).toISOString(),
      'event.sequence': number * 10_000 + index,
      'prompt.id': `7fb9e130-dfac-46ba-b841-${String(index).padStart(12, '0')}`,
      ...(index % 2 === 0
        ? {
            'event.name': 'api_request',
            model: 'claude-sonnet-5',
            input_tokens: 100 + (index % 50),
            output_tokens: 200 + (index % 70),
            cache_read_tokens: 5000,
            cache_creation_tokens: 100,
            cost_usd: 0.0123,
            duration_ms: 300 + (index % 400),
            request_id: `req_${id}`,
            query_source: 'sdk',
            speed: 'normal',
          }
        : {
            'event.name': 'tool_result',
            tool_name: 'Bash',
            tool_use_id: `toolu_${id}`,
            success: 'true',
            duration_ms: String(100 + (index % 300)),
            tool_result_size_bytes: '1234',
          }),
    }).map(([key, value]) => ({
      key,
      value:
        typeof value === 'string'
          ? { stringValue: value }
          : Number.isInteger(value)
            ? { intValue: value }
            : { doubleValue: value },
    }));
    const record = { timeUnixNano: `${start + index}000000`, body: { stringValue: 'claude_code' }, attributes };
    bytes += JSON.stringify(record).length;
    logRecords.push(record);
  }
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'claude-code' } }] };
  return {
    body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }),
    count: logRecords.length,
  };
}

/** Numbers from 0 to 1 that are the same each time. @param {number} seed */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {string} work @param {string[]} args */
async function launch(work, args) {
  const port = await freePort();
  const child = spawn(
    'collector/bin/claude-flow-perf.mjs',
    ['serve', '--no-demo', '--data', join(work, 'data'), '--port', String(port), ...args],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] }
  );
  let ended = false;
  const exit = once(child, 'exit').then(() => {
    ended = true;
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    ready: async (withinMs) => {
      for (const start = Date.now(); Date.now() - start < withinMs && !ended;) {
        const answer = await fetch(`${url}/readyz`).catch(() => undefined);
        await answer?.text();
        if (answer?.ok) {
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('the service did not become ready');
    },
    peakRss: () => peakRssMiB(child.pid),
    stop: async () => {
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** @param {string} url */
async function health(url) {
  const answer = await fetch(`${url}/api/v1/health`);
  return (await answer.json()).inputs;
}

/** Linux only: elsewhere the figure is absent. @param {number | undefined} pid */
function peakRssMiB(pid) {
  try {
    const kib = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kib) / 1024;
  } catch {
    return undefined;
  }
}
