import { t } from '@grafana/i18n';
import type { EffectMagnitude, Verdict } from '../../core/compare/types.ts';
import type { Direction } from '../../core/metrics/catalogue.ts';
import { presentFields, type Problem } from '../frames/problem.ts';
import { changeText } from '../ranking/describe.ts';
import { shorten, verbatim } from '../text.ts';
import type { PairView } from './pairs.ts';

/** What a finding is of: claims need a direction. */
export interface Judged {
  direction: Direction;
  alpha: number;
}

/** The finding in a few words; of a metric without a better way only whether there is a difference. */
export function verdictText(
  { verdict, pAdjusted }: Pick<PairView, 'verdict' | 'pAdjusted'>,
  { direction, alpha }: Judged
): string {
  if (direction === 'none' && verdict === 'no difference shown' && pAdjusted <= alpha) {
    return t('comparison.verdict.differs', 'differs');
  }
  return verdictWord(verdict);
}

export function verdictWord(verdict: Verdict): string {
  switch (verdict) {
    case 'better':
      return t('comparison.verdict.better', 'better');
    case 'worse':
      return t('comparison.verdict.worse', 'worse');
    case 'no difference shown':
      return t('comparison.verdict.none', 'no difference shown');
    case 'too few samples':
      return t('comparison.verdict.few', 'too few samples');
  }
}

export function magnitudeText(magnitude: EffectMagnitude): string {
  switch (magnitude) {
    case 'negligible':
      return t('comparison.effect.negligible', 'negligible');
    case 'small':
      return t('comparison.effect.small', 'small');
    case 'medium':
      return t('comparison.effect.medium', 'medium');
    case 'large':
      return t('comparison.effect.large', 'large');
  }
}

/** "−12 %" of the reference's estimate; nothing where there is no ratio. */
export function ratioText(ratio: number | null): string {
  return changeText(ratio === null ? null : ratio - 1);
}

export function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : String(Number(p.toPrecision(2)));
}

/** The shift with its interval, for readers who hear it. */
export function shiftDescription(
  { shift, low, high }: Pick<PairView, 'shift' | 'low' | 'high'>,
  write: (value: number) => string
): string {
  if (shift === null) {
    return t('comparison.shift.none', 'no difference can be given');
  }
  const value = write(shift);
  return low === null || high === null
    ? t('comparison.shift.open', '{{value}}, 95 % interval not bounded: too few samples', verbatim({ value }))
    : t(
        'comparison.shift.both',
        '{{value}}, 95 % interval {{low}} to {{high}}',
        verbatim({ value, low: write(low), high: write(high) })
      );
}

/** What a pair was compared over, where that was not all of its units. */
export function withinText({ types, pooled }: NonNullable<PairView['within']>): string {
  const compared = t('comparison.within.types', 'Compared within task types in common: {{types}}.', { types });
  return pooled === null
    ? compared
    : `${compared} ${t('comparison.within.pooled', 'All types together would say: {{verdict}}.', verbatim({ verdict: verdictWord(pooled) }))}`;
}

export function nameText(name: string, length = 60): string {
  return name === '' ? t('comparison.name.empty', '(no name)') : shorten(name, length);
}

/** Why there is no comparison, and what would make one. */
export function problemText(problem: Problem): string {
  if (problem.kind === 'no-data') {
    return t('comparison.problem.no-data', 'No data: nothing to compare in this time range.');
  }
  const sentence =
    problem.type === 'number'
      ? t(
          'comparison.problem.number',
          'The field "{{field}}" (number) is missing. A comparison needs numbers: one row a sample, or one series a group.',
          verbatim({ field: shorten(problem.field, 80) })
        )
      : t(
          'comparison.problem.string',
          'The field or label "{{field}}" (text) is missing. A comparison needs to know which group a number belongs to.',
          verbatim({ field: shorten(problem.field, 80) })
        );
  return `${sentence} ${presentFields(problem)}`;
}
