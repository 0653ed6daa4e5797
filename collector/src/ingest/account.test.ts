import { describe, expect, it } from 'vitest';
import { InputAccount } from './account.ts';

describe('InputAccount', () => {
  it('keeps the first few examples of what was refused, and counts all', () => {
    const book = new InputAccount('x', 'tests');
    for (let index = 0; index < 8; index++) {
      book.reject({ reason: index % 2 === 0 ? 'malformed' : 'future', message: `number ${index}` });
    }
    const { examples, counts } = book.status();
    expect(examples.map(({ message }) => message)).toEqual([0, 1, 2, 3, 4].map((index) => `number ${index}`));
    expect(counts).toMatchObject({ received: 8, rejected: { malformed: 4, future: 4 } });
  });

  it('knows the newest event, not the latest to arrive', () => {
    const book = new InputAccount('x', 'tests');
    expect(book.status()).not.toHaveProperty('lastEventAt');
    book.take(1, 0, 50);
    book.take(1, 0, 20);
    book.take(0, 1, undefined);
    expect(book.status().lastEventAt).toBe(50);
  });

  it('hands out copies: a reader can’t change the books', () => {
    const book = new InputAccount('x', 'tests');
    const status = book.status();
    status.counts.stored = 99;
    status.counts.rejected.malformed = 99;
    status.examples.push({ reason: 'future', message: '' });
    expect(book.status()).toMatchObject({ counts: { stored: 0, rejected: {} }, examples: [] });
  });
});
