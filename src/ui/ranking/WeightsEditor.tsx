import { useId } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { Picker } from '../Picker.tsx';
import { shorten, verbatim } from '../text.ts';
import type { NamedRanking } from './model.ts';
import { MOST_WEIGHT, weightOf, type Scored, type Weights } from './score.ts';

interface Props {
  metrics: readonly NamedRanking[];
  weights: Weights;
  onWeights: (weights: Weights) => void;
  baseline: string;
  groups: readonly string[];
  onBaseline: (baseline: string) => void;
  /** Undefined where nothing weighs anything. */
  scored: Scored | undefined;
}

const MOST_LISTED = 1000;
const MOST_NAMED = 3;

/** A weight for each metric, and what hangs on it: how far it may move before another group comes first. */
export function WeightsEditor({ metrics, weights, onWeights, baseline, groups, onBaseline, scored }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div role="group" aria-label={t('ranking.weights.label', 'Weights of the score')} className={styles.editor}>
      <div className={styles.sliders}>
        {metrics.map(({ id, name }) => (
          <Weight
            key={id}
            name={name}
            value={weightOf(weights, id)}
            onChange={(value) => onWeights({ ...weights, [id]: value })}
            note={noteOf(scored, id)}
          />
        ))}
        <Picker
          label={t('ranking.weights.baseline', 'Score 1 is')}
          value={baseline}
          options={groups.slice(0, MOST_LISTED).map((group) => ({ value: group, label: shorten(group, 40) }))}
          onChange={onBaseline}
        />
      </div>
      <p role="status" className={styles.note}>
        {scored
          ? firstText(scored)
          : t('ranking.weights.none', 'Every weight is 0: give at least one metric a weight.')}
      </p>
    </div>
  );
}

function Weight({
  name,
  value,
  onChange,
  note,
}: {
  name: string;
  value: number;
  onChange: (value: number) => void;
  note: string;
}) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <div className={styles.weight}>
      <label htmlFor={id}>{shorten(name, 40)}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={MOST_WEIGHT}
        step={0.5}
        value={value}
        aria-describedby={`${id}-note`}
        aria-valuetext={String(value)}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      />
      <span id={`${id}-note`} className={styles.note}>
        {note}
      </span>
    </div>
  );
}

/** The metric's share of all weights, and the shares between which the same group comes first. */
function noteOf(scored: Scored | undefined, id: string): string {
  const share = scored?.shares[id];
  const range = scored?.ranges[id];
  if (share === undefined) {
    return t('ranking.weights.left-out', 'left out');
  }
  if (range === undefined) {
    return percent(share);
  }
  return t(
    'ranking.weights.range',
    '{{share}}; same first from {{low}} to {{high}}',
    verbatim({ share: percent(share), low: percent(range.low), high: percent(range.high) })
  );
}

/** Who comes first under any weights, and who has no score. */
function firstText({ first, without }: Scored): string {
  const names = first
    .slice(0, MOST_NAMED)
    .map(({ id, share }) => `${shorten(id, 40)} ${percent(share)}`)
    .join(', ');
  const shares = t('ranking.weights.first', 'First under weights drawn at random: {{names}}.', verbatim({ names }));
  const [missing] = without;
  return missing === undefined
    ? shares
    : `${shares} ${t(
        'ranking.weights.without',
        'Without a score: {{count}}, such as {{name}} ({{reason}}).',
        verbatim({ count: without.length, name: shorten(missing.id, 40), reason: shorten(missing.reason, 160) })
      )}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  editor: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    padding: theme.spacing(1),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  sliders: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 3) }),
  weight: css({ display: 'flex', flexDirection: 'column', input: { accentColor: theme.colors.primary.main } }),
  note: css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
