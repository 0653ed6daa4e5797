import { reportFileName } from './fileName.ts';

const AT = Date.UTC(2025, 10, 25, 14, 30);

it.each([
  [[], 'html', 'claude-flow-report_all-swarms_2025-11-25-14-30.html'],
  [['mesh-1'], 'markdown', 'claude-flow-report_mesh-1_2025-11-25-14-30.md'],
  [['a', 'b', 'c', 'd'], 'json', 'claude-flow-report_a-b-c_2025-11-25-14-30.json'],
  [['a'], 'pdf', 'claude-flow-report_a_2025-11-25-14-30.pdf'],
  [['a'], 'csv', 'claude-flow-report_a_2025-11-25-14-30.csv'],
] as const)('%p as %s', (swarmIds, format, name) => {
  expect(reportFileName(swarmIds, { format, file: new Blob() }, AT)).toBe(name);
});

it('calls several tables what they are', () => {
  const file = new Blob([], { type: 'application/zip' });
  expect(reportFileName(['a'], { format: 'csv', file }, AT)).toBe('claude-flow-report_a_2025-11-25-14-30.zip');
});

it.each([
  '../../etc/passwd',
  'a/b\\c:d*e?f"g<h>i|j',
  '\u0000\n\r',
  'سرب',
  '.hidden',
  'x'.repeat(10_000),
  'CON',
  'Ünïcode',
])('is safe for a swarm called %p', (swarmId) => {
  const name = reportFileName([swarmId], { format: 'html', file: new Blob() }, AT);
  expect(name).toMatch(/^claude-flow-report_[a-z0-9-]+_2025-11-25-14-30\.html$/);
  expect(name.length).toBeLessThan(120);
});
