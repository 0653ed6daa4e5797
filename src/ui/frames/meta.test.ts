import { createDataFrame } from '@grafana/data';
import { collectNotices, hasDemoData, readMeta } from './meta.ts';

const frame = (custom: unknown) => ({
  ...createDataFrame({ fields: [] }),
  meta: { custom: custom as Record<string, unknown> },
});

it('reads what our frames say', () => {
  const winner = { id: 'a', reason: 'a is better' };
  expect(readMeta(frame({ demo: true, winner, direction: 'higher', sampleUnit: 'task' }))).toEqual({
    demo: true,
    winner,
    direction: 'higher',
    sampleUnit: 'task',
  });
});

it('reads a winner that is nobody', () => {
  expect(readMeta(frame({ winner: { id: null, reason: 'too few' } })).winner).toEqual({ id: null, reason: 'too few' });
});

it.each([undefined, null, 'x', 4, [], {}, { winner: null }, { winner: { id: 'a' } }, { demo: 1 }, { direction: 'up' }])(
  'finds nothing in %p',
  (custom) => {
    expect(readMeta(frame(custom))).toEqual({ demo: false });
  }
);

it('looks for demo data and notices in all frames', () => {
  const notice = { severity: 'info', text: 'cut' } as const;
  const frames = [
    createDataFrame({ fields: [] }),
    { ...frame({ demo: true }), meta: { custom: { demo: true }, notices: [notice, notice] } },
  ];
  expect(hasDemoData(frames)).toBe(true);
  expect(hasDemoData([createDataFrame({ fields: [] })])).toBe(false);
  expect(collectNotices(frames)).toEqual([notice]);
});
