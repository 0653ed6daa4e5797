import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../src/core/metrics/catalogue.ts';
import * as feeds from './support/feeds.ts';
import { lettersOf, LINES, placesOf, readMatrix, tellAll } from './support/matrix.ts';
import { Workplace } from './support/service.ts';

const DOCS = fileURLToPath(new URL('../../docs/inputs.md', import.meta.url));
const work = new Workplace();
afterAll(() => work.clear());

const FEEDS: Record<string, feeds.Feed> = {
  OTLP: feeds.otlp,
  'claude-flow 3.x': feeds.claudeFlow3,
  MCP: feeds.mcp,
  transcripts: feeds.transcripts,
  'claude-flow 2.x': feeds.claudeFlow2,
  push: feeds.push,
  Prometheus: feeds.prometheus,
};
const INPUTS = Object.keys(FEEDS);

/** What each input tells, in the order of `INPUTS`: m measured, r caller-reported, e estimated, – not available. */
const MATRIX: Record<string, string[]> = {
  'task duration': ['m', 'm, r', 'm', 'm', 'r', 'r', '–'],
  'task outcome, with its time': ['m', 'm, r', 'm, e', 'm', 'r', 'r', '–'],
  'queue wait': ['–', 'm', 'm', '–', '–', '–', '–'],
  'tokens by kind': ['m', 'm, r', 'm', 'e', '–', 'r', 'm'],
  cost: ['m', 'r', '–', 'e', '–', 'r', 'm'],
  'model request': ['m', 'm', '–', 'm', '–', 'r', 'm'],
  'request duration': ['m', '–', '–', '–', '–', 'r', '–'],
  'failed request': ['m', 'm', '–', 'm', '–', 'r', 'm'],
  'tool call': ['m', 'm', '–', 'm', 'r', 'r', '–'],
  'tool duration': ['m', '–', '–', 'e', 'r', 'r', '–'],
  'tool error': ['m', '–', '–', 'm', 'r', 'r', '–'],
  quality: ['–', 'r', '–', '–', '–', 'r', '–'],
  'CPU, memory of the host': ['–', 'm', 'm', '–', 'm', 'r', 'm'],
  sessions: ['m', 'm', '–', '–', '–', 'r', 'm'],
  'active time, lines, commits, edits': ['m', '–', '–', '–', '–', 'r', 'm'],
  'patterns learned, router decisions and failures': ['–', 'm', '–', '–', '–', 'r', '–'],
  'memory entries': ['–', 'm', '–', '–', '–', 'r', '–'],
  'processing time of the last result': ['–', 'm', '–', '–', '–', 'r', '–'],
  'agents at work': ['–', '–', '–', '–', '–', 'r', 'm'],
  'CPU, memory per agent': ['–', '–', '–', '–', '–', 'r', '–'],
  'network latency, spawn time, coordination time': ['–', '–', '–', '–', '–', 'r', '–'],
  'error rate, throughput, response time as such': ['–', '–', '–', '–', '–', 'r', '–'],
};

describe('the matrix of docs/inputs.md', () => {
  it('is the one that is tested here', async () => {
    expect(readMatrix(await readFile(DOCS, 'utf8'))).toEqual({ inputs: INPUTS, cells: MATRIX });
    expect(Object.keys(LINES)).toEqual(Object.keys(MATRIX));
  });

  it('has a line for every metric', () => {
    const covered = new Set(Object.values(LINES).flatMap(({ metrics }) => metrics));
    expect(METRICS.filter(({ id }) => !covered.has(id))).toEqual([]);
  });

  it.each(INPUTS.map((input, column) => [input, column] as const))(
    'is what %s tells, and nothing else, not even a zero',
    async (input, column) => {
      const service = await work.start(['--no-demo', '--data', await work.folder()]);
      await FEEDS[input]?.(service, work);
      const told = await tellAll(service);
      const known = Object.fromEntries(Object.entries(LINES).map(([name, line]) => [name, lettersOf(line, told)]));
      expect(known).toEqual(Object.fromEntries(Object.entries(MATRIX).map(([name, cells]) => [name, cells[column]])));
      for (const [name, line] of Object.entries(LINES)) {
        const places = placesOf(line, told);
        const absent = MATRIX[name]?.[column] === '–';
        expect([name, absent ? places : places.length > 0 || line.metrics.length === 0]).toEqual([
          name,
          absent ? [] : true,
        ]);
      }
      await service.stop();
    }
  );
});
