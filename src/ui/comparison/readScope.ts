import type { DataFrame } from '@grafana/data';
import { DEFAULT_ALPHA } from '../../core/compare/compareSamples.ts';
import type { Scope } from '../../core/compare/scope.ts';
import type { Winner } from '../../core/compare/types.ts';
import { isRecord, textOrUndefined } from '../guards.ts';

/** What a `comparison` frame says in `meta.custom` of the whole comparison; each part may be missing or malformed. */
export interface ToldScope {
  scope: Omit<Scope, 'groups'>;
  winner?: Winner;
  paretoFront?: string[];
}

/** @param pairs tested pairs in the frames: where more tests are told of, each group met its metric's leader only */
export function readScope(frame: DataFrame, pairs: number): ToldScope {
  const custom: unknown = frame.meta?.custom;
  const { alpha, tests, baseline, overallWinner, paretoFront }: Record<string, unknown> = isRecord(custom)
    ? custom
    : {};
  const counted = typeof tests === 'number' && tests >= pairs ? tests : pairs;
  const against = textOrUndefined(baseline);
  return {
    scope: {
      alpha: typeof alpha === 'number' && alpha > 0 && alpha < 1 ? alpha : DEFAULT_ALPHA,
      tests: counted,
      ...(against === undefined ? {} : { baseline: against }),
      leaderOnly: against === undefined && counted > pairs,
    },
    ...(isWinner(overallWinner) ? { winner: overallWinner } : {}),
    ...(isTexts(paretoFront) ? { paretoFront } : {}),
  };
}

function isWinner(value: unknown): value is Winner {
  return isRecord(value) && typeof value.reason === 'string' && (value.id === null || typeof value.id === 'string');
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
