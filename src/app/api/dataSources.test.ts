import { installGrafana } from '../testing/renderPage.tsx';
import { listDataSources, pickDataSource } from './dataSources.ts';
import { readSettings } from './settings.ts';

const CHOICES = [
  { uid: 'a', name: 'A' },
  { uid: 'b', name: 'B' },
];

it('lists the data sources of our type', () => {
  installGrafana({}, ['a', 'b']);
  expect(listDataSources()).toEqual([
    { uid: 'a', name: 'Collector a' },
    { uid: 'b', name: 'Collector b' },
  ]);
});

it('takes the configured one, else the first, else none', () => {
  expect(pickDataSource('b', CHOICES)?.uid).toBe('b');
  expect(pickDataSource('gone', CHOICES)?.uid).toBe('a');
  expect(pickDataSource(undefined, CHOICES)?.uid).toBe('a');
  expect(pickDataSource('a', [])).toBeUndefined();
});

it('reads settings of any age', () => {
  expect(readSettings({ datasourceUid: 'x', other: 1 })).toEqual({ datasourceUid: 'x' });
  for (const stored of [undefined, null, 'x', {}, { datasourceUid: 5 }]) {
    expect(readSettings(stored)).toEqual({});
  }
});
