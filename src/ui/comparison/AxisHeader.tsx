import { useTheme2 } from '@grafana/ui';
import { percentAt, type Axis } from './axis.ts';

/** The numbers of an axis above the marks of its rows. Readers who hear the table get each mark's own figures. */
export function AxisHeader({ axis, write }: { axis: Axis; write: (value: number) => string }) {
  const theme = useTheme2();
  return (
    <svg aria-hidden="true" width="100%" height={14} style={{ display: 'block', overflow: 'visible', minWidth: 90 }}>
      {axis.ticks.map((tick) => (
        <text
          key={tick}
          x={`${percentAt(tick, axis)}%`}
          y={11}
          textAnchor={anchorOf(axis, tick)}
          fontSize={10}
          fill={theme.colors.text.secondary}
        >
          {write(tick)}
        </text>
      ))}
    </svg>
  );
}

/** Texts at the edges grow inwards. */
function anchorOf(axis: Axis, tick: number): 'start' | 'middle' | 'end' {
  const percent = percentAt(tick, axis);
  return percent < 8 ? 'start' : percent > 92 ? 'end' : 'middle';
}
