import { useTheme2 } from '@grafana/ui';
import type { Estimate } from '../../core/compare/types.ts';
import { percentAt, type Axis } from './axis.ts';
import { boxOf, stripOf } from './distribution.ts';
import type { DistributionStyle } from './model.ts';

interface Props {
  estimate: Estimate;
  /** Ascending; undefined where the data bring no samples. */
  values: Float64Array | undefined;
  style: DistributionStyle;
  axis: Axis;
  color: string;
  label: string;
}

const HEIGHT = 26;
const MIDDLE = HEIGHT / 2;

/** One group's sample, with the estimate as a dot and its interval as a line through it. */
export function DistributionMark({ estimate, values, style, axis, color, label }: Props) {
  const theme = useTheme2();
  const drawn = values && style !== 'interval' ? values : undefined;
  return (
    <svg role="img" aria-label={label} width="100%" height={HEIGHT} style={{ display: 'block', overflow: 'visible' }}>
      {axis.ticks.map((tick) => (
        <line key={tick} x1={at(tick, axis)} x2={at(tick, axis)} y1={0} y2={HEIGHT} stroke={theme.colors.border.weak} />
      ))}
      {drawn && style === 'box' && <BoxMark values={drawn} axis={axis} color={color} />}
      {drawn && style === 'strip' && <StripMark values={drawn} axis={axis} color={color} />}
      <IntervalMark
        estimate={estimate}
        axis={axis}
        y={drawn ? HEIGHT - 4 : MIDDLE}
        line={theme.colors.text.primary}
        color={drawn ? theme.colors.text.primary : color}
      />
    </svg>
  );
}

function BoxMark({ values, axis, color }: { values: Float64Array; axis: Axis; color: string }) {
  const box = boxOf(values);
  if (!box) {
    return null;
  }
  const [left, right] = [percentAt(box.p25, axis), percentAt(box.p75, axis)];
  return (
    <g stroke={color}>
      <line x1={at(box.p5, axis)} x2={at(box.p95, axis)} y1={9} y2={9} />
      <rect
        x={`${left}%`}
        y={3}
        width={`${Math.max(0.3, right - left)}%`}
        height={12}
        fill={color}
        fillOpacity={0.35}
        rx={1}
      />
      <line x1={at(box.p50, axis)} x2={at(box.p50, axis)} y1={3} y2={15} strokeWidth={2} />
    </g>
  );
}

function StripMark({ values, axis, color }: { values: Float64Array; axis: Axis; color: string }) {
  return (
    <g fill={color} fillOpacity={0.45}>
      {Array.from(stripOf(values), (value, index) => (
        // Neighbours at different heights, always the same ones, so that equal values don't hide each other.
        <circle key={index} cx={at(value, axis)} cy={4 + ((index * 7) % 5) * 2.5} r={2} />
      ))}
    </g>
  );
}

interface IntervalProps {
  estimate: Estimate;
  axis: Axis;
  y: number;
  line: string;
  color: string;
}

/** A side that the sample can't bound runs out dashed. */
function IntervalMark({ estimate: { estimate, low, high }, axis, y, line, color }: IntervalProps) {
  const middle = at(estimate, axis);
  return (
    <g stroke={line} strokeWidth={1.5}>
      <line
        x1={low === null ? '0%' : at(low, axis)}
        x2={middle}
        y1={y}
        y2={y}
        strokeDasharray={low === null ? '2 3' : undefined}
      />
      <line
        x1={middle}
        x2={high === null ? '100%' : at(high, axis)}
        y1={y}
        y2={y}
        strokeDasharray={high === null ? '2 3' : undefined}
      />
      {[low, high].map(
        (end, index) => end !== null && <line key={index} x1={at(end, axis)} x2={at(end, axis)} y1={y - 3} y2={y + 3} />
      )}
      <circle cx={middle} cy={y} r={3.5} fill={color} stroke={line} strokeWidth={1} />
    </g>
  );
}

function at(value: number, axis: Axis): string {
  return `${percentAt(value, axis)}%`;
}
