import { shorten } from './text.ts';

it('leaves short texts alone', () => {
  expect(shorten('swarm', 10)).toBe('swarm');
  expect(shorten('', 10)).toBe('');
});

it('cuts long texts, and never through a character', () => {
  expect(shorten('abcdef', 4)).toBe('abc…');
  expect(shorten('😀😀😀😀', 3)).toBe('😀😀…');
  expect(shorten('x'.repeat(10_000), 80)).toHaveLength(80);
});
