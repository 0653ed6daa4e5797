import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { filesBelow, readJson } from '../contract/support/repo.ts';
import { sendRecording } from './support/otlp.ts';
import { RECORDING, Workplace, type Service } from './support/service.ts';

/**
 * Every panel of every dashboard against a collector that holds recorded work of claude-flow and of Claude Code: what it asks
 * is answered, and with data.
 */

const target = z.looseObject({ refId: z.string(), type: z.string(), swarms: z.array(z.string()) });
const dashboard = z.object({
  uid: z.string(),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  annotations: z.object({ list: z.array(z.looseObject({ name: z.string(), target: target.optional() })) }),
  panels: z.array(z.object({ title: z.string(), targets: z.array(target).min(1) })),
});
const frame = z.object({
  schema: z.object({ fields: z.array(z.object({ name: z.string() })) }),
  data: z.object({ values: z.array(z.array(z.unknown())) }),
});
const answer = z.object({
  results: z.record(z.string(), z.object({ error: z.string().optional(), frames: z.array(frame) })),
});

const FILES = filesBelow('src/dashboards').filter((path) => path.endsWith('.json'));
/** Points that Grafana asks of a panel that is half a page wide. */
const MAX_POINTS = 800;

const work = new Workplace();
let service: Service;
let names: string[];
let range: { from: number; to: number };

async function ask(query: Record<string, unknown>) {
  const response = await service.post('/api/v1/query', {
    ...range,
    queries: [{ maxDataPoints: MAX_POINTS, ...query }],
  });
  return answer.parse(await response.json()).results[String(query['refId'])];
}

/** What there is to see: all that is known beside the times. */
const shownIn = (frames: Array<z.output<typeof frame>>) =>
  frames.flatMap(({ schema, data }) =>
    data.values.flatMap((values, i) =>
      schema.fields[i]?.name === 'time' ? [] : values.filter((value) => value !== null)
    )
  );

beforeAll(async () => {
  const data = await work.folder();
  service = await work.start(['--no-demo', '--data', data, '--claude-flow', RECORDING]);
  await sendRecording(service);
  const { swarms } = z
    .object({ swarms: z.array(z.object({ swarmId: z.string(), firstSeen: z.number(), lastSeen: z.number() })) })
    .parse(await service.json('/api/v1/swarms'));
  range = {
    from: Math.min(...swarms.map(({ firstSeen }) => firstSeen)),
    to: Math.max(...swarms.map(({ lastSeen }) => lastSeen)) + 1,
  };
});
beforeAll(async () => {
  // As the dashboards' own variable lists them.
  const listed = await ask({ refId: 'variable', type: 'values', valuesOf: 'swarm', swarms: [] });
  const values = listed?.frames[0]?.data.values[1] ?? [];
  names = values.filter((value) => typeof value === 'string');
  expect(names).toHaveLength(6);
});
afterAll(() => work.clear());

describe.each(FILES)('%s', (path) => {
  const { panels, templating, annotations } = dashboard.parse(readJson(path));
  const multi = templating.list.find(({ name }) => name === 'swarm')?.['multi'] === true;

  it.each(panels.map((panel) => [panel.title, panel] as const))('%s shows data', async (_, panel) => {
    for (const one of panel.targets) {
      const fill = (name: string) => (name === '$swarm' ? (multi ? names : names.slice(0, 1)) : [name]);
      const found = await ask({ ...one, swarms: one.swarms.flatMap(fill) });
      expect(found?.error).toBeUndefined();
      expect(shownIn(found?.frames ?? []).length).toBeGreaterThan(0);
    }
  });

  const marks = annotations.list.flatMap(({ name, target: asked }) => (asked ? [[name, asked] as const] : []));
  it.each(marks)('%s are found or none, without an error', async (_, asked) => {
    const found = await ask({ ...asked, swarms: names });
    expect(found?.error).toBeUndefined();
    const wanted = z.object({ annotationsOf: z.array(z.string()) }).parse(asked).annotationsOf;
    if (wanted.includes('swarmStart')) {
      expect(shownIn(found?.frames ?? []).length).toBeGreaterThan(0);
    }
  });
});
