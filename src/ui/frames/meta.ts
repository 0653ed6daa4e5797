import type { DataFrame, QueryResultMetaNotice } from '@grafana/data';
import { isRecord } from '../guards.ts';

export interface WinnerStatement {
  /** Null when the data show no single winner. */
  id: string | null;
  reason: string;
}

/** What our own frames say beside their columns; everything is absent in frames of other data sources. */
export interface PerformanceMeta {
  /** True when numbers of the bundled demonstration are among the data. */
  demo: boolean;
  winner?: WinnerStatement;
  direction?: 'lower' | 'higher' | 'none';
  /** What `n` counts, singular. */
  sampleUnit?: string;
}

/** Reads `meta.custom`, which any data source or transformation may have filled with anything. */
export function readMeta(frame: DataFrame): PerformanceMeta {
  const custom: unknown = frame.meta?.custom;
  if (!isRecord(custom)) {
    return { demo: false };
  }
  const { direction, sampleUnit } = custom;
  const winner = readWinner(custom.winner) ?? readWinner(custom.overallWinner);
  return {
    demo: custom.demo === true,
    ...(winner ? { winner } : {}),
    ...(direction === 'lower' || direction === 'higher' || direction === 'none' ? { direction } : {}),
    ...(typeof sampleUnit === 'string' ? { sampleUnit } : {}),
  };
}

/** True when demonstration data are in any of the frames. */
export function hasDemoData(frames: readonly DataFrame[]): boolean {
  return frames.some((frame) => readMeta(frame).demo);
}

/** Notices of all frames, each text once. */
export function collectNotices(frames: readonly DataFrame[]): QueryResultMetaNotice[] {
  const byText = new Map<string, QueryResultMetaNotice>();
  for (const notice of frames.flatMap((frame) => frame.meta?.notices ?? [])) {
    if (!byText.has(notice.text)) {
      byText.set(notice.text, notice);
    }
  }
  return [...byText.values()];
}

function readWinner(value: unknown): WinnerStatement | undefined {
  if (!isRecord(value) || typeof value.reason !== 'string') {
    return undefined;
  }
  return { id: typeof value.id === 'string' ? value.id : null, reason: value.reason };
}
