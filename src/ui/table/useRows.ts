import { useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import { useVirtualizer, type Range } from '@tanstack/react-virtual';

/** Up to here every row is drawn: it costs little, and a search in the page finds everything. */
const MOST_PLAIN = 60;
const ROW_HEIGHT = 33;
/** Where nothing is laid out every row is 0 high, and all of them would be in sight. */
const LEAST_HEIGHT = 16;
const HEADER_HEIGHT = 30;
const PAGE = 10;

export interface RowProps {
  tabIndex: 0 | -1;
  ref: ((element: HTMLElement | null) => void) | undefined;
  'data-index': number;
  'aria-rowindex': number;
  onFocus: (event: FocusEvent) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** What stands in the body of the table: a row, or the room of rows that are not drawn. */
export type RowItem = { kind: 'row'; index: number } | { kind: 'gap'; key: string; height: number };

export interface Rows {
  /** Of the element that scrolls. */
  scroll: RefObject<HTMLDivElement>;
  items: RowItem[];
  rowProps: (index: number) => RowProps;
  /** Of the table, where not all of its rows are drawn: with the header. */
  rowCount: number | undefined;
}

/**
 * Rows of a table that may be long: only those in sight are drawn, and the one that has the focus. The rows are one tab
 * stop; arrow keys, page keys, Home and End move inside it, Enter follows the row's first link.
 */
export function useRows(count: number): Rows {
  const scroll = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState(0);
  const active = Math.min(wanted, Math.max(0, count - 1));
  const virtual = count > MOST_PLAIN;
  const toFocus = useRef<number>();

  // eslint-disable-next-line react-hooks/incompatible-library -- a warning to React's compiler, which this code does not go through
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count,
    enabled: virtual,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollPaddingStart: HEADER_HEIGHT,
    rangeExtractor: (range) => withActive(range, active),
    measureElement: (element) => Math.max(LEAST_HEIGHT, element.getBoundingClientRect().height),
    useFlushSync: false,
  });
  const { measureElement } = virtualizer;

  useLayoutEffect(() => {
    const next = toFocus.current;
    if (next !== undefined) {
      toFocus.current = undefined;
      rowAt(scroll.current, next)?.focus({ preventScroll: virtual });
    }
  });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    if (event.target !== event.currentTarget) {
      return;
    }
    if (event.key === 'Enter') {
      event.currentTarget.querySelector<HTMLElement>('a[href], button')?.click();
      return;
    }
    const next = targetOf(event.key, index, count);
    if (next !== undefined) {
      event.preventDefault();
      toFocus.current = next;
      setWanted(next);
      if (virtual) {
        virtualizer.scrollToIndex(next);
      }
      if (next === active) {
        rowAt(scroll.current, next)?.focus();
      }
    }
  };

  const rowProps = (index: number): RowProps => ({
    tabIndex: index === active ? 0 : -1,
    'data-index': index,
    'aria-rowindex': index + 2,
    ref: virtual ? measureElement : undefined,
    onFocus: () => setWanted(index),
    onKeyDown: (event) => onKeyDown(event, index),
  });
  return {
    scroll,
    items: virtual ? withGaps(virtualizer.getVirtualItems(), virtualizer.getTotalSize()) : plain(count),
    rowProps,
    rowCount: virtual ? count + 1 : undefined,
  };
}

function rowAt(within: HTMLElement | null, index: number): HTMLElement | null {
  return within?.querySelector<HTMLElement>(`tr[data-index="${index}"]`) ?? null;
}

function plain(count: number): RowItem[] {
  return Array.from({ length: count }, (_, index) => ({ kind: 'row', index }));
}

/** Rows in sight and some around them, and the active one wherever it is: it keeps the focus. */
function withActive({ startIndex, endIndex, overscan, count }: Range, active: number): number[] {
  const from = Math.max(0, startIndex - overscan);
  const to = Math.min(count - 1, endIndex + overscan);
  const rows = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  if (active < from) {
    return [active, ...rows];
  }
  return active > to && active < count ? [...rows, active] : rows;
}

function withGaps(rows: ReadonlyArray<{ index: number; start: number; end: number }>, total: number): RowItem[] {
  const items: RowItem[] = [];
  let drawn = 0;
  for (const { index, start, end } of rows) {
    if (start > drawn) {
      items.push({ kind: 'gap', key: `before ${index}`, height: start - drawn });
    }
    items.push({ kind: 'row', index });
    drawn = end;
  }
  if (total > drawn) {
    items.push({ kind: 'gap', key: 'end', height: total - drawn });
  }
  return items;
}

function targetOf(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, count - 1);
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'PageDown':
      return Math.min(index + PAGE, count - 1);
    case 'PageUp':
      return Math.max(index - PAGE, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
