import { useTheme2 } from '@grafana/ui';
import type { Interval } from './model.ts';
import { percentOf, type Scale } from './scale.ts';

interface Props {
  value: number | null;
  interval?: Interval;
  scale: Scale;
  color: string;
  label: string;
}

/** A bar from 0 to the value with a whisker for its interval. A side that the sample cannot bound runs out dashed. */
export function IntervalBar({ value, interval, scale, color, label }: Props) {
  const theme = useTheme2();
  const percent = (at: number) => `${percentOf(at, scale)}%`;
  const zero = percentOf(0, scale);
  const end = value === null ? zero : percentOf(value, scale);
  return (
    <svg role="img" aria-label={label} width="100%" height={20} style={{ display: 'block' }}>
      <rect x="0" y="4" width="100%" height="12" rx="2" fill={theme.colors.background.secondary} />
      <rect
        x={`${Math.min(zero, end)}%`}
        y="4"
        width={`${Math.abs(end - zero)}%`}
        height="12"
        rx="2"
        fill={color}
        fillOpacity={0.55}
      />
      {interval && value !== null && (
        <g stroke={theme.colors.text.primary} strokeWidth={1.5}>
          <Half
            from={percent(value)}
            to={interval.low === null ? '0%' : percent(interval.low)}
            bounded={interval.low !== null}
          />
          <Half
            from={percent(value)}
            to={interval.high === null ? '100%' : percent(interval.high)}
            bounded={interval.high !== null}
          />
        </g>
      )}
    </svg>
  );
}

function Half({ from, to, bounded }: { from: string; to: string; bounded: boolean }) {
  return (
    <>
      <line x1={from} x2={to} y1="10" y2="10" strokeDasharray={bounded ? undefined : '2 3'} />
      {bounded && <line x1={to} x2={to} y1="5" y2="15" />}
    </>
  );
}
