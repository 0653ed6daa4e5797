import { useTheme2 } from '@grafana/ui';
import { percentAt, type Axis } from './axis.ts';
import { nameText } from './describe.ts';

export interface ScatterPoint {
  id: string;
  x: number;
  y: number;
  /** Not dominated by any other. */
  front: boolean;
}

interface Side {
  axis: Axis;
  title: string;
  write: (value: number) => string;
}

interface Props {
  points: readonly ScatterPoint[];
  x: Side;
  y: Side;
  width: number;
  height: number;
  label: string;
}

/** More names than these would cover each other. */
const MOST_NAMED = 12;
const LEFT = 64;
const BOTTOM = 36;
const EDGE = 20;

/** Groups as points: filled and named where no other dominates them, hollow elsewhere. */
export function Scatter({ points, x, y, width, height, label }: Props) {
  const theme = useTheme2();
  const [inner, tall] = [Math.max(40, width - LEFT - EDGE), Math.max(40, height - BOTTOM - EDGE)];
  const left = (value: number) => LEFT + (percentAt(value, x.axis) / 100) * inner;
  const top = (value: number) => EDGE + (1 - percentAt(value, y.axis) / 100) * tall;
  const text = { fontSize: 11, fill: theme.colors.text.secondary };
  const named = new Set([...points.filter(({ front }) => front), ...points].slice(0, MOST_NAMED).map(({ id }) => id));
  return (
    <svg role="img" aria-label={label} width={width} height={height} style={{ display: 'block' }}>
      {x.axis.ticks.map((tick) => (
        <g key={tick}>
          <line x1={left(tick)} x2={left(tick)} y1={EDGE} y2={EDGE + tall} stroke={theme.colors.border.weak} />
          <text x={left(tick)} y={EDGE + tall + 14} textAnchor="middle" {...text}>
            {x.write(tick)}
          </text>
        </g>
      ))}
      {y.axis.ticks.map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={LEFT + inner} y1={top(tick)} y2={top(tick)} stroke={theme.colors.border.weak} />
          <text x={LEFT - 6} y={top(tick) + 4} textAnchor="end" {...text}>
            {y.write(tick)}
          </text>
        </g>
      ))}
      <text x={LEFT + inner} y={height - 4} textAnchor="end" {...text}>
        {x.title}
      </text>
      <text x={4} y={11} {...text}>
        {y.title}
      </text>
      {points.map((point) => (
        <g key={point.id}>
          <circle
            cx={left(point.x)}
            cy={top(point.y)}
            r={5}
            fill={point.front ? theme.colors.primary.main : 'transparent'}
            stroke={theme.colors.primary.main}
            strokeWidth={1.5}
          >
            <title>{`${nameText(point.id, 200)}: ${x.write(point.x)}, ${y.write(point.y)}`}</title>
          </circle>
          {named.has(point.id) && (
            <PointName
              point={point}
              x={left(point.x)}
              y={top(point.y)}
              right={LEFT + inner}
              color={theme.colors.text.primary}
            />
          )}
        </g>
      ))}
    </svg>
  );
}

/** Beside its point, on the side where there is room. */
function PointName({
  point,
  x,
  y,
  right,
  color,
}: {
  point: ScatterPoint;
  x: number;
  y: number;
  right: number;
  color: string;
}) {
  const onLeft = x > right - 110;
  return (
    <text
      x={onLeft ? x - 9 : x + 9}
      y={y + 4}
      textAnchor={onLeft ? 'end' : 'start'}
      fontSize={11}
      fill={color}
      fontWeight={point.front ? 500 : 400}
    >
      {nameText(point.id, 18)}
    </text>
  );
}
