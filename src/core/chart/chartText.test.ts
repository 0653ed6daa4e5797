import { chartName } from './chartText.ts';

it.each([
  ['swarm-1', 'swarm-1'],
  ['a\nb\u2028c\td', 'a b c d'],
  ['\u202Eevil\u2066', 'evil'],
  ['', ''],
  ['x'.repeat(28), 'x'.repeat(28)],
  ['x'.repeat(29), `${'x'.repeat(27)}…`],
  ['x'.repeat(10_000), `${'x'.repeat(27)}…`],
  ['💥'.repeat(29), `${'💥'.repeat(27)}…`],
  [`${' '.repeat(200)}x`, '…'],
])('%j is shown as %j', (name, shown) => {
  expect(chartName(name)).toBe(shown);
});

it.each(['__proto__', 'constructor', 'toString', ' valueOf '])('%j is no key of an object', (name) => {
  expect(chartName(name) in {}).toBe(false);
  expect(chartName(name).trim()).toBe(name.trim());
});
