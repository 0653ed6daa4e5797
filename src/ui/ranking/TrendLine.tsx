import { useTheme2 } from '@grafana/ui';

const WIDTH = 80;
const HEIGHT = 18;
const PAD = 2;

/** The course of a row's series. Its figures are the row's own, so readers who hear the table lose nothing. */
export function TrendLine({ values }: { values: readonly number[] }) {
  const theme = useTheme2();
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const points = values.map((value, index) => {
    const x = PAD + (index / (values.length - 1)) * (WIDTH - 2 * PAD);
    const y = high === low ? HEIGHT / 2 : HEIGHT - PAD - ((value - low) / (high - low)) * (HEIGHT - 2 * PAD);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg aria-hidden="true" width={WIDTH} height={HEIGHT} style={{ display: 'block' }}>
      <polyline points={points.join(' ')} fill="none" stroke={theme.colors.text.secondary} strokeWidth={1.25} />
    </svg>
  );
}
