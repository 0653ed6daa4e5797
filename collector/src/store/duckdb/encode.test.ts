import { describe, expect, it } from 'vitest';
import { agent, NOON, request, sample, swarm, task, tokens } from '../../testing/records.ts';
import { columnsOf, encode, usageKey, type EncodedTable } from './encode.ts';

/** The cells of one row by column name. */
function row(table: EncodedTable | undefined, index = 0) {
  return table && Object.fromEntries(columnsOf(table.table).map((name, at) => [name, table.columns[at]?.[index]]));
}

describe('encode', () => {
  it('sorts a mixed batch into tables and remembers where each record stood', () => {
    const tables = encode([task('a'), sample('b'), swarm('c'), task('d'), agent('e')], NOON + 1);
    expect(tables.map(({ table, positions }) => [table, positions])).toEqual([
      ['work', [0, 3]],
      ['samples', [1]],
      ['swarms', [2]],
      ['agents', [4]],
    ]);
    for (const table of tables) {
      expect(table.columns.map((column) => column.length)).toEqual(table.columns.map(() => table.positions.length));
    }
  });

  it('leaves what nobody measured null, never 0', () => {
    const [work] = encode([task('a', { tokens: { output: 0 } })], NOON + 1);
    expect(row(work)).toMatchObject({
      id: 'a',
      received_at: NOON + 1,
      swarm_inferred: false,
      duration_ms: null,
      tokens_input: null,
      tokens_output: 0,
      cost_usd: null,
      agent: null,
    });
  });

  it('tells records of two sources with one id apart', () => {
    const [work] = encode([task('a', { source: 'push' }), task('a', { source: 'claude-flow-3/tasks' })], NOON);
    expect(new Set(work?.keys).size).toBe(2);
  });

  it('has a fact only where another source may describe the same unit', () => {
    const [work] = encode([task('a'), task('b', { factId: 'unit' })], NOON);
    expect(work?.facts).toEqual([null, 'unit']);
  });

  it('keeps the kind of tokens in a column of its own, for tokens only', () => {
    const [samples] = encode([tokens('a', 'cacheRead', 5), sample('b', { tags: { type: 'user' } })], NOON);
    expect([row(samples, 0)?.['token_type'], row(samples, 1)?.['token_type']]).toEqual(['cacheRead', null]);
  });

  it('marks the sources of tokens and of money apart, and only of model requests', () => {
    const [work] = encode(
      [
        request('tokens', { tokens: { input: 1 } }),
        request('money', { costUsd: 0 }),
        request('neither'),
        task('a task', { tokens: { input: 1 }, costUsd: 1 }),
      ],
      NOON
    );
    expect(work?.usage.map(({ position, usage, rank }) => [position, usage, rank])).toEqual([
      [0, 'tokens', 1],
      [1, 'cost', 1],
    ]);
  });
});

describe('usageKey', () => {
  it('tells names apart whatever they contain', () => {
    expect(usageKey('a', 'b","c', 'tokens', 0)).not.toBe(usageKey('a","b', 'c', 'tokens', 0));
  });
});
