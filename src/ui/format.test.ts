import { formatNumber } from './format.ts';

it.each([
  [41_234, 'ms', '41.2 s'],
  [0.125, 'ratio', '12.5%'],
  [0, 'ratio', '0%'],
  [0.0004, 'ratio', '0.0400%'],
  [15.9, 'USD', '$15.90'],
  [0.0042, 'USD', '$0.00420'],
  [1_834_500, 'tokens', '1.83 Mil'],
  [412, 'count', '412'],
] as const)('%p %s is %s', (value, unit, text) => {
  expect(formatNumber(value, unit)).toBe(text);
});
