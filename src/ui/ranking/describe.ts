import { t } from '@grafana/i18n';
import type { WinnerStatement } from '../frames/meta.ts';
import { shorten, verbatim } from '../text.ts';
import type { Interval, Movement, RankInterval, Ranking, RankingProblem, RankingRow } from './model.ts';

/** "1" where the data single a place out, "1–2" where they do not. */
export function rankText(rank: RankInterval | null): string {
  if (rank === null) {
    return '–';
  }
  return rank.low === rank.high ? String(rank.low) : `${rank.low}–${rank.high}`;
}

/** The place in words, for readers who hear it. */
export function rankDescription({ rank, tiedWith }: RankingRow): string {
  if (rank === null) {
    return t('ranking.rank.none', 'no place, because there is no value');
  }
  if (rank.low === rank.high) {
    return t('ranking.rank.single', 'place {{place}}', { place: rank.low });
  }
  const places = t('ranking.rank.interval', 'anywhere from place {{low}} to {{high}}', {
    low: rank.low,
    high: rank.high,
  });
  return tiedWith.length === 0
    ? places
    : t(
        'ranking.rank.tied',
        '{{places}}, not separable from {{names}}',
        verbatim({ places, names: shorten(tiedWith.join(', '), 200) })
      );
}

/** How many units of work a value rests on; a dash when the data do not say. */
export function samplesText(n: number | undefined): string {
  return n === undefined ? '–' : n.toLocaleString('en-US');
}

/** The interval in words; `format` gives a bound its unit. */
export function intervalDescription({ low, high }: Interval, format: (value: number) => string): string {
  if (low === null && high === null) {
    return t('ranking.interval.unbounded', '95 % interval not bounded: too few samples');
  }
  if (low === null || high === null) {
    return high === null
      ? t(
          'ranking.interval.open-high',
          '95 % interval from {{low}}, upper end not bounded',
          verbatim({ low: format(low ?? 0) })
        )
      : t(
          'ranking.interval.open-low',
          '95 % interval up to {{high}}, lower end not bounded',
          verbatim({ high: format(high) })
        );
  }
  return t(
    'ranking.interval.both',
    '95 % interval {{low}} to {{high}}',
    verbatim({ low: format(low), high: format(high) })
  );
}

/** The interval in short, for rows too narrow for a bar; an end that is not bounded is left open. */
export function intervalText({ low, high }: Interval, format: (value: number) => string): string {
  return `${low === null ? '…' : format(low)} – ${high === null ? '…' : format(high)}`;
}

/** The sentence above the table: who wins, or why nobody does. */
export function headline(ranking: Pick<Ranking, 'winner' | 'tested' | 'statement'>): string {
  if (ranking.statement !== undefined) {
    return ranking.statement;
  }
  if (ranking.winner) {
    return winnerText(ranking.winner);
  }
  return ranking.tested
    ? t('ranking.headline.untold', 'The data name no winner.')
    : t('ranking.headline.untested', 'Ranked by value only. No interval: the data have no samples.');
}

function winnerText({ id, reason }: WinnerStatement): string {
  const sentence = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  if (id === null) {
    return t('ranking.headline.none', 'No single winner: {{reason}}', verbatim({ reason: sentence }));
  }
  return sentence.startsWith(id)
    ? t('ranking.headline.winner-says', 'Winner: {{reason}}', verbatim({ reason: sentence }))
    : t('ranking.headline.winner', 'Winner: {{id}}. {{reason}}', verbatim({ id: shorten(id, 80), reason: sentence }));
}

/** What a table has beside places, names and values. */
export interface ShownColumns {
  interval: boolean;
  samples: boolean;
  chance: boolean;
  movement: boolean;
  trend: boolean;
}

/** How to read the table: what is better, what the lines mean, what n counts. */
export function legend(ranking: Ranking, show: ShownColumns): string {
  const parts: string[] = [];
  if (ranking.direction !== 'none') {
    parts.push(
      ranking.direction === 'lower'
        ? t('ranking.legend.lower', 'Lower is better.')
        : t('ranking.legend.higher', 'Higher is better.')
    );
  }
  if (show.interval) {
    parts.push(t('ranking.legend.interval', 'Lines across the bars are 95 % intervals.'));
    if (ranking.rows.some(({ interval }) => interval && (interval.low === null || interval.high === null))) {
      parts.push(t('ranking.legend.unbounded', 'Dotted: too few samples to bound that side.'));
    }
  }
  if (show.samples && ranking.sampleUnit !== undefined) {
    parts.push(t('ranking.legend.samples', 'n: one per {{unit}}.', verbatim({ unit: ranking.sampleUnit })));
  }
  if (show.chance) {
    parts.push(t('ranking.legend.chance', 'P(best): share of bootstrap draws with the best value.'));
  }
  if (show.movement) {
    parts.push(
      t(
        'ranking.legend.movement',
        'Moved: places against the earlier ranking; in brackets where the data do not prove it.'
      )
    );
  }
  if (ranking.omitted > 0) {
    parts.push(t('ranking.legend.omitted', 'Rows not shown: {{rows}}.', { rows: ranking.omitted }));
  }
  return parts.join(' ');
}

/** Places gained or lost, as a sign: in brackets where it may be chance. */
export function movedText({ places, proven }: Movement): string {
  if (places === null) {
    return t('ranking.moved.new', 'new');
  }
  if (places === 0) {
    return '=';
  }
  const text = `${places > 0 ? '▲' : '▼'} ${Math.abs(places)}`;
  return proven ? text : `(${text})`;
}

/** The movement in words, for readers who hear it. */
export function movedDescription({ places, was, proven }: Movement): string {
  if (places === null) {
    return t('ranking.moved.new-long', 'was not in the earlier ranking');
  }
  const before = rankText(was);
  if (places === 0) {
    return t('ranking.moved.same', 'same order as before, place {{before}} then', { before });
  }
  const count = Math.abs(places);
  const text =
    places > 0
      ? t('ranking.moved.up', 'up by {{count}}, place {{before}} before', { count, before })
      : t('ranking.moved.down', 'down by {{count}}, place {{before}} before', { count, before });
  return proven ? text : `${text}; ${t('ranking.moved.unproven', 'the data do not prove it')}`;
}

/** A relative change as "+12 %"; nothing where it can't be said. */
export function changeText(change: number | null): string {
  if (change === null || !Number.isFinite(change)) {
    return '';
  }
  const percent = Number((change * 100).toPrecision(3));
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent).toLocaleString('en-US')} %`;
}

export function chanceText(chance: number | undefined): string {
  return chance === undefined ? '–' : `${Math.round(chance * 100)} %`;
}

/** Why there is no ranking, and what would make one. */
export function problemText(problem: RankingProblem): string {
  if (problem.kind === 'no-data') {
    return t('ranking.problem.no-data', 'No data: no swarm has a value in this time range.');
  }
  return problem.type === 'number'
    ? t(
        'ranking.problem.number',
        'The field "{{field}}" (number) is missing. A ranking needs a number for each row.',
        verbatim(problem)
      )
    : t(
        'ranking.problem.string',
        'The field "{{field}}" (text) is missing. A ranking needs a name for each row.',
        verbatim(problem)
      );
}
