import { createDataFrame, FieldType } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { annotationQueryOf, presetOf } from './annotationQuery.ts';
import { annotationSupport } from './annotationSupport.ts';

const annotation = { name: 'x', enable: true, iconColor: 'red' };

it('asks for everything by default, and for our type whatever was saved', () => {
  expect(annotationSupport.getDefaultQuery?.()).toEqual({ refId: 'Anno', type: 'annotations' });
  expect(annotationSupport.prepareQuery?.(annotation)).toEqual({ refId: 'Anno', type: 'annotations' });
  const target = { refId: 'B', type: 'ranking' as const, swarms: ['a'] };
  expect(annotationSupport.prepareQuery?.({ ...annotation, target })).toEqual({ ...target, type: 'annotations' });
  expect(annotationQueryOf('swarms')).toEqual({ refId: 'Anno', type: 'annotations' });
  expect(annotationQueryOf([])).toEqual({ refId: 'Anno', type: 'annotations' });
});

it('knows its presets in any order', () => {
  expect(presetOf(['swarmEnd', 'swarmStart'])).toBe('lives');
  expect(presetOf(['swarmEnd'])).toBeUndefined();
  expect(presetOf([])).toBeUndefined();
});

it('makes events of our frame, in which what somebody wrote is text', async () => {
  const frame = createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [1000, 2000, null] },
      { name: 'timeEnd', type: FieldType.time, values: [5000, null, null] },
      { name: 'title', type: FieldType.string, values: ['<img src=x onerror=alert(1)>', 'Deploy', 'none'] },
      { name: 'text', type: FieldType.string, values: ['a & b\n<script>', '', ''] },
      { name: 'tags', type: FieldType.string, values: ['anomaly,a<b', '', ''] },
    ],
  });
  const events = annotationSupport.processEvents?.(annotation, [frame, createDataFrame({ fields: [] })]);
  expect(events && (await lastValueFrom(events))).toEqual([
    {
      time: 1000,
      timeEnd: 5000,
      isRegion: true,
      title: '&lt;img src=x onerror=alert(1)&gt;',
      text: 'a &amp; b<br />&lt;script&gt;',
      tags: ['anomaly', 'a<b'],
    },
    { time: 2000, title: 'Deploy', text: '', tags: [] },
  ]);
});
