import type { ColumnConfig, Table } from '../frames/table.ts';
import type { Forecast } from '../trend/forecastTypes.ts';
import { numberTable } from './numberTable.ts';

export interface ForecastNumbersRequest {
  forecasts: ReadonlyArray<{ labels: Record<string, string>; forecast: Forecast; lastTime: number }>;
  /** Name of the metric for people, and Grafana's id of its unit. */
  subject: { name: string; unit?: string };
  labelNames: readonly string[];
  /** Whether values of successive buckets add up, as counts, tokens and money do. */
  additive: boolean;
  /** Epoch ms: a series whose last value is older has ended, and is not forecast. */
  since: number;
}

/**
 * One number a group for alert rules, in the metric's unit: of what adds up the total that is forecast for the horizon, of
 * everything else the forecast for its end. A group that has ended, or of which nothing can be forecast, has no row.
 */
export function forecastNumberTable(request: ForecastNumbersRequest): Table {
  const { forecasts, subject, labelNames, additive, since } = request;
  const alive = forecasts.filter(({ lastTime }) => lastTime >= since);
  const rows = alive.flatMap(({ labels, forecast }) => {
    const value = additive ? total(forecast.point) : (forecast.point.at(-1) ?? null);
    return value === null ? [] : [{ labels, value }];
  });
  const silent = alive.length - rows.length;
  const unit: ColumnConfig = subject.unit === undefined ? {} : { unit: subject.unit };
  return numberTable({
    name: 'forecast',
    labelNames,
    rows,
    config: { ...unit, displayName: `${subject.name}, ${additive ? 'forecast total' : 'forecast'}` },
    notices:
      silent > 0
        ? [{ severity: 'info', text: `${silent} of ${alive.length} series have too few values for a forecast.` }]
        : [],
    custom: { horizon: alive[0]?.forecast.horizon ?? null },
  });
}

/** Null when there is no step ahead, or one whose value is unknown: a sum without it would be too small. */
function total(point: ReadonlyArray<number | null>): number | null {
  const known = point.filter((value) => value !== null);
  return known.length === 0 || known.length < point.length ? null : known.reduce((sum, value) => sum + value, 0);
}
