import { useTheme2 } from '@grafana/ui';
import { percentAt, type Axis } from './axis.ts';
import type { PairView } from './pairs.ts';

interface Props {
  view: PairView;
  axis: Axis;
  label: string;
}

const HEIGHT = 20;

/** A shift with its interval around the line of no difference. A side that the samples can't bound runs out dashed. */
export function ShiftMark({ view: { shift, low, high }, axis, label }: Props) {
  const theme = useTheme2();
  const at = (value: number) => `${percentAt(value, axis)}%`;
  const line = theme.colors.text.primary;
  return (
    <svg role="img" aria-label={label} width="100%" height={HEIGHT} style={{ display: 'block', overflow: 'visible' }}>
      <line x1={at(0)} x2={at(0)} y1={0} y2={HEIGHT} stroke={theme.colors.border.strong} />
      {shift !== null && (
        <g stroke={line} strokeWidth={1.5}>
          <line
            x1={low === null ? '0%' : at(low)}
            x2={high === null ? '100%' : at(high)}
            y1={10}
            y2={10}
            strokeDasharray={low === null || high === null ? '2 3' : undefined}
          />
          {[low, high].map(
            (end, index) => end !== null && <line key={index} x1={at(end)} x2={at(end)} y1={6} y2={14} />
          )}
          <circle cx={at(shift)} cy={10} r={3.5} fill={theme.colors.primary.main} strokeWidth={1} />
        </g>
      )}
    </svg>
  );
}
