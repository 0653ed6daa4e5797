import { textUtil, type AnnotationEvent, type DataFrame } from '@grafana/data';

/**
 * The rows of our annotation frames as Grafana's events. Grafana shows titles and texts as HTML that it has cleaned, in which an
 * image of somebody else's choice would still be loaded; here they are texts, so they are escaped. Tags it shows as text.
 */
export function eventsOf(frames: readonly DataFrame[]): AnnotationEvent[] {
  return frames.flatMap((frame) => {
    const column = (name: string): readonly unknown[] =>
      frame.fields.find((field) => field.name === name)?.values ?? [];
    const [ends, titles, texts, tags] = ['timeEnd', 'title', 'text', 'tags'].map(column);
    return column('time').flatMap((time, row) => {
      const end = ends[row];
      return typeof time === 'number'
        ? [
            {
              time,
              ...(typeof end === 'number' ? { timeEnd: end, isRegion: end > time } : {}),
              title: escaped(titles[row]),
              text: escaped(texts[row]).replaceAll('\n', '<br />'),
              tags: plain(tags[row])
                .split(',')
                .filter((tag) => tag !== ''),
            },
          ]
        : [];
    });
  });
}

function escaped(text: unknown): string {
  return textUtil.escapeHtml(plain(text));
}

function plain(text: unknown): string {
  return typeof text === 'string' ? text : '';
}
