import { useCallback, useMemo, useState } from 'react';
import { dateMath, dateTime, ISO_8601, rangeUtil, type RawTimeRange, type TimeRange } from '@grafana/data';
import { useSearchParams } from 'react-router-dom';
import type { Window } from '../api/types.ts';

export interface ResolvedWindow extends Window {
  /** When relative ends were resolved, epoch ms. */
  at: number;
}

export interface TimeWindow {
  /** The range as picked; undefined means everything stored. */
  range?: TimeRange;
  /** The range in epoch ms; a new object for every refresh. */
  window: ResolvedWindow;
  setRange: (range: RawTimeRange | undefined) => void;
  /** Takes relative ends anew. */
  refresh: () => void;
}

/** The time window of a page. It lives in the URL, in Grafana's own spelling, so that a page can be shared. */
export function useTimeWindow(): TimeWindow {
  const [params, setParams] = useSearchParams();
  const from = params.get('from');
  const to = params.get('to');
  const range = useMemo(() => readRange(from, to), [from, to]);
  const [at, setAt] = useState(Date.now);
  const window = useMemo(() => resolve(range, at), [range, at]);
  const refresh = useCallback(() => setAt(Date.now()), []);

  const setRange = useCallback(
    (raw: RawTimeRange | undefined) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        next.delete('from');
        next.delete('to');
        if (raw) {
          next.set('from', spell(raw.from));
          next.set('to', spell(raw.to));
        }
        return next;
      }),
    [setParams]
  );
  return { range, window, setRange, refresh };
}

function resolve(range: TimeRange | undefined, at: number): ResolvedWindow {
  if (!range) {
    return { at };
  }
  const { from, to } = rangeUtil.convertRawToRange(range.raw);
  return { at, from: from.valueOf(), to: to.valueOf() };
}

function readRange(from: string | null, to: string | null): TimeRange | undefined {
  if (from === null || to === null) {
    return undefined;
  }
  const raw = { from: readTime(from), to: readTime(to) };
  const range = rangeUtil.convertRawToRange(raw);
  return range.from.isValid() && range.to.isValid() && range.from.isBefore(range.to) ? range : undefined;
}

function readTime(text: string): RawTimeRange['from'] {
  if (dateMath.isMathString(text)) {
    return text;
  }
  return /^\d{1,16}$/.test(text) ? dateTime(Number(text)) : dateTime(text, ISO_8601);
}

function spell(time: RawTimeRange['from']): string {
  return typeof time === 'string' ? time : String(time.valueOf());
}
