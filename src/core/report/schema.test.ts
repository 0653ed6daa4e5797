import { reportSpecJsonSchema, reportSpecSchema } from './schema.ts';
import { REPORT_SECTIONS } from './spec.ts';

const wrong = (spec: unknown) => {
  const { success, error } = reportSpecSchema.safeParse(spec);
  return success ? [] : error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('a report spec', () => {
  it('needs nothing', () => {
    expect(reportSpecSchema.parse({})).toEqual({
      version: 1,
      swarms: [],
      filters: [],
      range: {},
      timeZone: 'UTC',
      sections: REPORT_SECTIONS,
      metrics: ['task_duration', 'error_rate', 'request_duration', 'tool_error_rate', 'cost_usd', 'token_usage'].map(
        (metric) => ({ metric, groupBy: ['swarm'] })
      ),
      audience: 'engineer',
      theme: 'auto',
      branding: { colours: {} },
      language: 'en',
      whenEmpty: 'refuse',
    });
  });

  it('hands out defaults of its own each time', () => {
    reportSpecSchema.parse({}).metrics[0]?.groupBy.push('agent');
    reportSpecSchema.parse({}).sections.pop();
    expect(reportSpecSchema.parse({}).metrics[0]?.groupBy).toEqual(['swarm']);
    expect(reportSpecSchema.parse({}).sections).toHaveLength(REPORT_SECTIONS.length);
  });

  it('takes everything that there is', () => {
    const spec = {
      version: 1,
      title: ' Weekly ',
      swarms: ['b', 'a', 'b'],
      filters: [{ key: 'model', operator: 'in', values: ['x', 'y'] }],
      range: { from: 'now-7d/d', to: '2026-11-23T12:00:00+01:00' },
      timeZone: 'Europe/Berlin',
      baseline: 'c',
      compareWith: { report: '0123456789abcdef' },
      sections: ['quality', 'overview', 'quality'],
      metrics: [{ metric: 'COST', aggregation: 'sum', groupBy: ['agent', 'agent', 'model'] }],
      audience: 'executive',
      theme: 'high-contrast',
      branding: { colours: { primary: '#0A0b0c' }, footer: 'Internal' },
      language: 'en',
      whenEmpty: 'report',
    };
    expect(reportSpecSchema.parse(spec)).toEqual({
      ...spec,
      title: 'Weekly',
      swarms: ['b', 'a'],
      range: { from: 'now-7d/d', to: Date.UTC(2026, 10, 23, 11) },
      sections: ['overview', 'quality'],
      metrics: [{ metric: 'cost_usd', aggregation: 'sum', groupBy: ['agent', 'model'] }],
    });
  });

  it('has fewer sections for those who decide', () => {
    expect(reportSpecSchema.parse({ audience: 'executive' }).sections).toEqual([
      'overview',
      'recommendations',
      'ranking',
      'comparison',
      'anomalies',
      'quality',
    ]);
    expect(reportSpecSchema.parse({ audience: 'executive', sections: ['trends'] }).sections).toEqual(['trends']);
  });

  it('is the same when it is read again', () => {
    const spec = reportSpecSchema.parse({ audience: 'executive', range: { from: 5, to: 9 } });
    expect(reportSpecSchema.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  });

  it('of a newer version says what to do, and nothing else', () => {
    expect(wrong({ version: 2, colour: 'red', sections: ['hologram'] })).toEqual([
      'version: this report spec has version 2, and this collector reads versions up to 1: update the collector, or write the spec in version 1',
    ]);
    expect(wrong({ version: 0 })).toHaveLength(1);
    expect(wrong({ version: '1' })).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['title', { title: ' ' }],
    ['title', { title: 'x'.repeat(201) }],
    ['swarms', { swarms: Array.from({ length: 10_001 }, (_, index) => String(index)) }],
    ['swarms.0', { swarms: [''] }],
    ['range.from: "from" must be before "to"', { range: { from: 5, to: 5 } }],
    ['range.from: not a time', { range: { from: 'yesterday' } }],
    ['range.to: not a time', { range: { to: '2026-11-23' } }],
    ['timeZone: not a time zone: write one like "Europe/Berlin" or "UTC"', { timeZone: 'Berlin' }],
    ['compareWith: write "previous-period", or', { compareWith: 'last week' }],
    ['compareWith', { compareWith: { report: '../../etc/passwd' } }],
    ['sections', { sections: [] }],
    ['sections.0', { sections: ['summary'] }],
    ['metrics', { metrics: [] }],
    ['metrics.0.metric: unknown metric "speed"; known: task_duration', { metrics: [{ metric: 'speed' }] }],
    ['metrics.0.aggregation', { metrics: [{ metric: 'task_count', aggregation: 'p95' }] }],
    ['metrics.0.groupBy', { metrics: [{ metric: 'cost', groupBy: ['swarm', 'agent', 'model', 'type'] }] }],
    ['theme', { theme: 'pink' }],
    ['branding.colours.primary: a colour is written as #rrggbb', { branding: { colours: { primary: 'red' } } }],
    ['branding.logo: the logo can', { branding: { logo: 'https://evil.example/logo.png' } }],
    ['language', { language: 'tlh' }],
    [': Unrecognized key: "titel"', { titel: 'x' }],
    ['', null],
    ['', []],
    ['', 'weekly'],
  ])('names the field: %s', (start, spec) => {
    const problems = wrong(spec);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]?.slice(0, start.length)).toBe(start);
  });

  it('is described as JSON Schema', () => {
    expect(reportSpecJsonSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
      properties: { version: { const: 1 }, sections: { items: { enum: REPORT_SECTIONS } } },
    });
    expect(reportSpecJsonSchema()).not.toHaveProperty('required');
  });
});
