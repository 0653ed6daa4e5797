import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures.ts';

const ROOT = path.resolve(__dirname, '../../..');

/** Names of icons in our own code: `icon="…"`, `icon: '…'`, `<Icon name="…">`, and values of tables of icon names. */
function iconNames(): string[] {
  const names = new Set<string>();
  for (const folder of [
    'src/app',
    'src/ui',
    'src/panel-ranking',
    'src/panel-comparison',
    'src/panel-anomalies',
    'src/datasource',
    'standalone/src',
  ]) {
    const files = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))) {
      const text = readFileSync(path.join(ROOT, folder, file), 'utf8');
      for (const [, prop, element] of text.matchAll(/\bicon=["']([\w-]+)["']|<Icon[^>]*\bname=["']([\w-]+)["']/g)) {
        names.add(prop ?? element ?? '');
      }
      for (const [, table] of text.matchAll(/IconName> = \{([^}]*)\}/g)) {
        for (const [, name] of (table ?? '').matchAll(/: '([\w-]+)'/g)) {
          names.add(name ?? '');
        }
      }
    }
  }
  names.delete('');
  return [...names];
}

test('every icon that our code names is served', async ({ request }) => {
  const names = iconNames();
  expect(names.length).toBeGreaterThan(8);
  const missing: string[] = [];
  for (const name of names) {
    const answer = await request.get(`/public/build/img/icons/unicons/${name}.svg`);
    if (!answer.ok() || !(await answer.text()).includes('<svg')) {
      missing.push(name);
    }
  }
  expect(missing).toEqual([]);
});
