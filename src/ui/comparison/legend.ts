import { t } from '@grafana/i18n';
import type { MetricRanking } from '../../core/compare/types.ts';
import { verbatim } from '../text.ts';
import type { DistributionStyle } from './model.ts';

/** How to read the drawings: what is better, what the marks are, what n counts. */
export function distributionLegend(
  metric: Pick<MetricRanking, 'direction' | 'sampleUnit'>,
  style: DistributionStyle
): string {
  const parts = [directionText(metric), markText(style)];
  parts.push(t('comparison.legend.samples', 'n: one per {{unit}}.', verbatim({ unit: metric.sampleUnit })));
  return parts.filter((part) => part !== '').join(' ');
}

/** How to read the table of pairs. */
export function differenceLegend(metric: Pick<MetricRanking, 'direction'>, tests: number): string {
  return [
    directionText(metric),
    t('comparison.legend.shift', 'Lines are 95 % intervals of the shift; the middle line is no difference.'),
    t('comparison.legend.effect', 'Effect: Cliff delta, from −1 to 1.'),
    t('comparison.legend.p', 'p is corrected for all tests of this comparison: {{tests}}.', { tests }),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function directionText({ direction }: Pick<MetricRanking, 'direction'>): string {
  switch (direction) {
    case 'lower':
      return t('comparison.legend.lower', 'Lower is better.');
    case 'higher':
      return t('comparison.legend.higher', 'Higher is better.');
    case 'none':
      return t('comparison.legend.none', 'No way is said to be the better one; the panel options can say.');
  }
}

function markText(style: DistributionStyle): string {
  const estimate = t(
    'comparison.legend.interval',
    'Dot and line: estimate with its 95 % interval; dotted where it is not bounded.'
  );
  switch (style) {
    case 'box':
      return `${t('comparison.legend.box', 'Box: middle half of the sample with its median; whiskers: 5 % and 95 %.')} ${estimate}`;
    case 'strip':
      return `${t('comparison.legend.strip', 'Points: the sample, thinned out where it is large.')} ${estimate}`;
    case 'interval':
      return estimate;
  }
}
