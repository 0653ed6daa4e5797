import { describe, expect, it } from 'vitest';
import { agent, NOON, request, sample, swarm, task, tokens } from '../../testing/records.ts';
import { columnsOf, encode, markKey, type EncodedTable } from './encode.ts';

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

  it('marks the swarm that was named for a session, and none that was inferred', () => {
    const scope = 'claude-code:session';
    const [work] = encode(
      [task('a', { scope }), task('b', { scope, swarmInferred: true }), task('c', { scope: 'folder' })],
      NOON
    );
    const names = work?.marks.flatMap((mark) => (mark.table === 'session_swarms' ? [[mark.position, mark.scope]] : []));
    expect(names).toEqual([[0, scope]]);
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
    const marks = work?.marks.flatMap((mark) =>
      mark.table === 'fact_sources' ? [[mark.position, mark.factKind, mark.rank]] : []
    );
    expect(marks).toEqual([
      [0, 'tokens', 1],
      [1, 'cost', 1],
    ]);
  });
});

describe('markKey', () => {
  it('tells names apart whatever they contain', () => {
    const mark = { table: 'fact_sources', factKind: 'tokens', rank: 0 };
    expect(markKey({ ...mark, swarm: 'a', scope: 'b","c' })).not.toBe(markKey({ ...mark, swarm: 'a","b', scope: 'c' }));
  });
});
