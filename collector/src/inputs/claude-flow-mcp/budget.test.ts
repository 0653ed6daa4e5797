import { describe, expect, it } from 'vitest';
import { RequestBudget } from './budget.ts';

describe('RequestBudget', () => {
  it('takes half of what the server allows in a minute, whenever it is asked', () => {
    let now = 0;
    const budget = new RequestBudget(() => now);
    let taken = 0;
    for (; now < 600_000; now += 100) {
      taken += budget.take() ? 1 : 0;
    }
    expect(taken).toBe(600);
    expect(budget.waitMs()).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ['29', 29_000],
    ['0', 1000],
    [new Date(60_000).toUTCString(), 60_000],
    [null, 30_000],
    ['soon', 30_000],
    ['999999999', 600_000],
  ])('waits after 429 with Retry-After %s', (retryAfter, wait) => {
    let now = 0;
    const budget = new RequestBudget(() => now);
    budget.pause(retryAfter);
    expect(budget.waitMs()).toBe(wait);
    now = wait - 1;
    expect(budget.take()).toBe(false);
    now = wait;
    expect(budget.take()).toBe(true);
  });

  it('does not stand still when the clock is set back', () => {
    let now = 1e12;
    const budget = new RequestBudget(() => now, 1);
    expect([budget.take(), budget.take()]).toEqual([true, false]);
    now -= 3_600_000;
    expect(budget.take()).toBe(true);
  });
});
