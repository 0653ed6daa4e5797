/** When a forecast passes a threshold. Times are epoch ms; null: not within the horizon. */
export interface Crossing {
  threshold: number;
  /** `reached`: the last value is already there; `expected`: the forecast gets there; else not within the horizon. */
  state: 'reached' | 'expected' | 'possible' | 'not expected';
  /** When the forecast itself gets there. */
  at: number | null;
  /** When the nearer bound of the 95 % interval does, and when the farther one does. */
  earliest: number | null;
  latest: number | null;
}

type Path = ReadonlyArray<number | null>;

/**
 * Time from which a forecast is at or beyond a threshold, seen from the last value: from below, at or above it.
 * `possible`: only the 95 % interval gets there. A threshold that equals the last value is reached at once.
 * @param crossed whether being above (`up`) or below (`down`) is "there"; absent: the side where the last value is not
 */
export function findCrossing(
  threshold: number,
  last: { time: number; value: number },
  forecast: { times: readonly number[]; point: Path; lower95: Path; upper95: Path },
  crossed?: 'up' | 'down'
): Crossing {
  const up = crossed === undefined ? last.value < threshold : crossed === 'up';
  const beyond = (value: number | null): boolean => value !== null && (up ? value >= threshold : value <= threshold);
  if (beyond(last.value)) {
    return { threshold, state: 'reached', at: last.time, earliest: last.time, latest: last.time };
  }
  const first = (path: Path): number | null => {
    const index = path.findIndex(beyond);
    return index < 0 ? null : forecast.times[index];
  };
  const at = first(forecast.point);
  const earliest = first(up ? forecast.upper95 : forecast.lower95);
  const latest = first(up ? forecast.lower95 : forecast.upper95);
  const state = at !== null ? 'expected' : earliest !== null ? 'possible' : 'not expected';
  return { threshold, state, at, earliest, latest };
}
