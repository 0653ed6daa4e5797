import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Verdict as VerdictName } from '../../core/compare/types.ts';
import { verdictText, type Judged } from './describe.ts';

const ICONS: Record<VerdictName, IconName> = {
  better: 'check-circle',
  worse: 'exclamation-circle',
  'no difference shown': 'minus',
  'too few samples': 'question-circle',
};

interface Props {
  finding: { verdict: VerdictName; pAdjusted: number };
  judged: Judged;
}

/** The finding in words, an icon and a colour: any one of them is enough. */
export function Verdict({ finding, judged }: Props) {
  const styles = useStyles2(getStyles);
  const { verdict } = finding;
  const tone = verdict === 'better' ? styles.better : verdict === 'worse' ? styles.worse : styles.open;
  return (
    <span className={tone}>
      <Icon name={ICONS[verdict]} size="sm" aria-hidden="true" /> {verdictText(finding, judged)}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const base = { whiteSpace: 'nowrap' } as const;
  return {
    better: css({ ...base, color: theme.colors.success.text }),
    worse: css({ ...base, color: theme.colors.error.text }),
    open: css({ ...base, color: theme.colors.text.secondary }),
  };
};
