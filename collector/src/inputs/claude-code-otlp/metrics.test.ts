import { describe, expect, it } from 'vitest';
import { attributes, metricsBody, nanos, point } from '../../testing/otlp.ts';
import { NOON } from '../../testing/records.ts';
import { decodeMetrics } from './metrics.ts';

const TOKENS = 'claude_code.token.usage';

/** The one item that a body with one point gives. */
function decode(...body: Parameters<typeof metricsBody>) {
  const { items } = decodeMetrics(metricsBody(...body));
  expect(items).toHaveLength(1);
  const [item] = items;
  return Array.isArray(item) ? item[0] : item;
}

describe('a point of a metric', () => {
  it('is a sample with its tags, model and agent', () => {
    const own = { type: 'cacheRead', model: 'opus', query_source: 'subagent', 'agent.name': 'Explore', effort: 'high' };
    expect(decode(TOKENS, point(own))).toMatchObject({
      type: 'sample',
      source: 'claude-code/metrics',
      scope: 'claude-code:session-1',
      swarmId: 'swarm-1',
      swarmInferred: false,
      timestamp: NOON,
      metricType: 'TOKEN_USAGE',
      value: 5,
      unit: 'tokens',
      agentId: 'Explore',
      model: 'opus',
      tags: { type: 'cacheRead', query_source: 'subagent' },
      provenance: 'measured',
    });
    expect(decode(TOKENS, point())).toMatchObject({ agentId: 'main' });
    expect(decode(TOKENS, point())).not.toHaveProperty('model');
  });

  it.each([
    ['claude_code.cost.usage', 'COST_USD', 'USD'],
    ['claude_code.session.count', 'SESSION_COUNT', 'count'],
    ['claude_code.active_time.total', 'ACTIVE_TIME', 's'],
    ['claude_code.lines_of_code.count', 'LINES_OF_CODE', 'count'],
    ['claude_code.commit.count', 'COMMIT_COUNT', 'count'],
    ['claude_code.pull_request.count', 'PULL_REQUEST_COUNT', 'count'],
    ['claude_code.code_edit_tool.decision', 'EDIT_DECISION', 'count'],
  ])('of %s is %s in %s', (name, metricType, unit) => {
    expect(decode(name, point())).toMatchObject({ metricType, unit });
  });

  it.each([
    [{ asDouble: 0 }, 0],
    [{ asDouble: undefined, asInt: 7 }, 7],
    [{ asDouble: undefined, asInt: '9007199254740991' }, 9007199254740991],
  ])('has the value of %j', (fields, value) => {
    expect(decode(TOKENS, point({}, fields))).toMatchObject({ value });
  });

  it.each([
    ['missing_time', { timeUnixNano: undefined }],
    ['missing_time', { timeUnixNano: '0' }],
    ['not_finite', { asDouble: 'NaN' }],
    ['not_finite', { asDouble: undefined }],
    ['not_finite', { asDouble: undefined, asInt: '7.5' }],
    ['malformed', { attributes: [] }],
  ])('is refused as %s: %j', (reason, fields) => {
    expect(decode(TOKENS, point({}, fields))).toMatchObject({ reason });
  });

  it.each([2, 'AGGREGATION_TEMPORALITY_CUMULATIVE'])('that is cumulative (%s) is a counter', (temporality) => {
    const { items, counters } = decodeMetrics(metricsBody(TOKENS, point(), { temporality }));
    expect([items.length, counters.length]).toEqual([0, 1]);
    expect(counters[0]).toMatchObject({
      start: BigInt(nanos(NOON - 1000)),
      time: BigInt(nanos(NOON)),
      sample: { value: 5, metricType: 'TOKEN_USAGE' },
    });
  });

  it.each([
    ['cumulative', { sum: { aggregationTemporality: 2, dataPoints: [point()] } }],
    ['malformed', { sum: { dataPoints: [point()] } }],
    ['malformed', { sum: { aggregationTemporality: 0, dataPoints: [point()] } }],
    ['malformed', { gauge: { dataPoints: [point()] } }],
    ['malformed', { histogram: { aggregationTemporality: 1, dataPoints: [point()] } }],
    ['malformed', { exponentialHistogram: { aggregationTemporality: 1, dataPoints: [point()] } }],
    ['malformed', { summary: { dataPoints: [point()] } }],
  ])('in a form that can’t be added up is refused by name (%s): %j', (reason, form) => {
    const { items } = decodeMetrics({
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: TOKENS, ...form }] }] }],
    });
    expect(items).toEqual([{ reason, message: expect.stringContaining(TOKENS) }]);
  });

  it('of a metric that we don’t know is counted, not kept', () => {
    expect(decodeMetrics(metricsBody('claude_code.new.thing', point()))).toEqual({
      items: [],
      counters: [],
      ignored: 1,
    });
  });
});

describe('whose a point is', () => {
  const resource = { 'swarm.id': 'of the resource', 'session.id': 'session-r', 'swarm.topology': 'star' };

  it('says the point itself, then its resource', () => {
    expect(decode(TOKENS, point(), { resource })).toMatchObject({ swarmId: 'swarm-1', scope: 'claude-code:session-1' });
    const silent = point({ 'swarm.id': undefined, 'session.id': undefined });
    expect(decode(TOKENS, silent, { resource })).toMatchObject({
      swarmId: 'of the resource',
      swarmInferred: false,
      scope: 'claude-code:session-r',
    });
  });

  it('says the session where no swarm is named, and that it stands in', () => {
    expect(decode(TOKENS, point({ 'swarm.id': undefined }))).toMatchObject({
      swarmId: 'session-1',
      swarmInferred: true,
      scope: 'claude-code:session-1',
    });
  });

  it('describes the swarm, with its topology', () => {
    const { items } = decodeMetrics(metricsBody(TOKENS, point(), { resource }));
    expect(items[0]).toMatchObject([
      { type: 'sample' },
      { type: 'swarm', swarmId: 'swarm-1', topology: 'star', observedAt: NOON },
    ]);
  });
});

describe('the id of a point', () => {
  const idOf = (...body: Parameters<typeof metricsBody>) => {
    const item = decode(...body);
    return item && 'id' in item ? item.id : undefined;
  };

  it('is the same when it is sent again, in whatever order its fields and attributes stand', () => {
    const one = point({ type: 'input', model: 'opus' });
    const other = { ...Object.fromEntries(Object.entries(one).reverse()), attributes: [...one.attributes].reverse() };
    expect(idOf(TOKENS, other)).toBe(idOf(TOKENS, one));
    const [a, b] = [
      { 'os.type': 'linux', 'host.arch': 'arm64' },
      { 'host.arch': 'arm64', 'os.type': 'linux' },
    ];
    expect(idOf(TOKENS, one, { resource: a })).toBe(idOf(TOKENS, one, { resource: b }));
  });

  it('differs with anything that makes it another point', () => {
    const ids = [
      idOf(TOKENS, point()),
      idOf('claude_code.cost.usage', point()),
      idOf(TOKENS, point({ type: 'input' })),
      idOf(TOKENS, point({ 'user.id': 'x' })),
      idOf(TOKENS, point({}, { timeUnixNano: nanos(NOON + 1) })),
      idOf(TOKENS, point({}, { startTimeUnixNano: nanos(NOON - 1) })),
      idOf(TOKENS, point(), { resource: { 'service.version': '2' } }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a metrics request', () => {
  it.each([
    {},
    { resourceMetrics: [] },
    { resourceMetrics: [null, 5, 'x', {}, { scopeMetrics: [null, {}, { metrics: [null, {}, { name: TOKENS }] }] }] },
    { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: TOKENS, sum: { dataPoints: [] } }] }] }] },
  ])('without points is empty: %#', (body) => {
    expect(decodeMetrics(body)).toEqual({ items: [], counters: [], ignored: 0 });
  });

  it('refuses points that are nothing, each by itself', () => {
    const body = {
      resourceMetrics: [
        {
          scopeMetrics: [
            { metrics: [{ name: TOKENS, sum: { aggregationTemporality: 1, dataPoints: [null, 5, point()] } }] },
          ],
        },
      ],
    };
    const { items } = decodeMetrics(body);
    expect(items.map((item) => (Array.isArray(item) ? 'taken' : item.reason))).toEqual([
      'missing_time',
      'missing_time',
      'taken',
    ]);
  });

  it('keeps nothing of who sent it', () => {
    const marker = { 'user.id': 'MARKER', 'user.email': 'MARKER', 'organization.id': 'MARKER', prompt: 'MARKER' };
    const body = metricsBody(TOKENS, point({ type: 'input' }), { resource: marker });
    body.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]?.sum.dataPoints.push(point(marker));
    expect(JSON.stringify(decodeMetrics(body))).not.toContain('MARKER');
    expect(attributes(marker)).toHaveLength(4);
  });
});
