import { listCostUsd } from './prices.ts';

const AT = Date.UTC(2026, 10, 23);
const NONE = { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 };
const cost = (model: string, usage: Partial<Parameters<typeof listCostUsd>[1]>, at = AT) =>
  listCostUsd(model, { ...NONE, ...usage }, at);

describe('list prices', () => {
  it('are charged a kind of token', () => {
    const million = 1_000_000;
    expect(cost('claude-sonnet-5', { input: million })).toBeCloseTo(3, 10);
    expect(cost('claude-sonnet-5', { output: million })).toBeCloseTo(15, 10);
    expect(cost('claude-sonnet-5', { cacheRead: million })).toBeCloseTo(0.3, 10);
    expect(cost('claude-sonnet-5', { cacheCreation: million })).toBeCloseTo(3.75, 10);
    expect(cost('claude-haiku-4-5-20251001', { input: 1000, output: 1000 })).toBeCloseTo(0.006, 10);
    expect(cost('claude-opus-4-8', { webSearches: 2 })).toBeCloseTo(0.02, 10);
  });

  it('are higher for what is cached for an hour', () => {
    expect(cost('claude-haiku-4-5', { cacheCreation: 3000, cacheCreation1h: 1000 })).toBeCloseTo(0.0045, 10);
  });

  it('follow the date, and the length of the prompt', () => {
    expect(cost('claude-sonnet-5-5', { cacheRead: 1e6 }, Date.UTC(2026, 9, 6))).toBeCloseTo(0.2, 10);
    expect(cost('claude-sonnet-5-5', { cacheRead: 1e6 })).toBeCloseTo(0.1, 10);
    expect(cost('claude-haiku-5-5', { input: 100_000 })).toBeCloseTo(0.01, 10);
    expect(cost('claude-haiku-5-5', { input: 100_001 })).toBeCloseTo(0.0500005, 10);
  });

  it('are not guessed', () => {
    expect(cost('claude-sonnet-99', { input: 1 })).toBeUndefined();
    expect(cost('us.anthropic.claude-sonnet-4-5-20250929-v1:0', { input: 1 })).toBeUndefined();
    expect(cost('claude-sonnet-4-5', { input: 200_001 })).toBeUndefined();
    expect(cost('__proto__', { input: 1 })).toBeUndefined();
  });
});
