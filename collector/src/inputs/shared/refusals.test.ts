import { describe, expect, it } from 'vitest';
import { account } from '../../testing/submitters.ts';
import { Refusals } from './refusals.ts';

const malformed = { reason: 'malformed', message: 'of no use' } as const;

describe('Refusals', () => {
  it('counts each thing once a reason', () => {
    const book = account();
    const refusals = new Refusals(book);
    for (const name of ['a', 'a', '__proto__', '', '', 'a']) {
      refusals.once(name, malformed);
    }
    refusals.once('a', { reason: 'missing_time', message: 'no time' });
    expect(book.status().counts).toMatchObject({ received: 4, rejected: { malformed: 3, missing_time: 1 } });
  });

  it('counts lines that come again as duplicates', () => {
    const book = account();
    const refusals = new Refusals(book);
    ['a', 'b', 'a', 'a'].forEach((line) => refusals.line(line, malformed));
    expect(book.status().counts).toMatchObject({ received: 4, duplicates: 2, rejected: { malformed: 2 } });
  });

  it('forgets the oldest beyond its bound', () => {
    const book = account();
    const refusals = new Refusals(book, 2);
    for (const name of ['a', 'b', 'b', 'c', 'b', 'a']) {
      refusals.once(name, malformed);
    }
    expect(book.status().counts.rejected).toEqual({ malformed: 4 });
  });
});
