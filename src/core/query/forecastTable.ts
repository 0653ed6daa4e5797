import type { Column, ColumnConfig, Notice, Table } from '../frames/table.ts';
import type { Forecast } from '../trend/forecastTypes.ts';

export interface ForecastRequest {
  forecast: Forecast;
  /** What is forecast: its column, and its name for people. */
  id: string;
  name: string;
  /** Grafana's id of the unit, and other configuration that every column of values gets. */
  config?: ColumnConfig;
  /** Labels of the series. */
  labels?: Record<string, string>;
}

const COLUMNS = [
  { name: 'forecast', displayName: '', of: (forecast: Forecast) => forecast.point },
  { name: 'lower80', displayName: ', 80 % low', of: (forecast: Forecast) => forecast.lower80 },
  { name: 'upper80', displayName: ', 80 % high', of: (forecast: Forecast) => forecast.upper80 },
  { name: 'lower95', displayName: ', 95 % low', of: (forecast: Forecast) => forecast.lower95 },
  { name: 'upper95', displayName: ', 95 % high', of: (forecast: Forecast) => forecast.upper95 },
] as const;

/**
 * One row a step ahead: time, forecast and its 80 and 95 % intervals; `meta.custom` says how it was made and how good it
 * is. Without a forecast the same columns have no rows and the reason is a notice.
 */
export function forecastTable({ forecast, id, name, config = {}, labels = {} }: ForecastRequest): Table {
  const { status, reason, method, model, mase, betterThanNaive, horizon, period, crossing, n } = forecast;
  const notices: Notice[] = [
    ...(reason === null ? [] : [{ severity: 'warning' as const, text: `${name}: ${reason}` }]),
    ...(betterThanNaive === false
      ? [{ severity: 'info' as const, text: `${name}: on the latest values no better than repeating the past` }]
      : []),
    ...forecast.notices.map((text) => ({ severity: 'info' as const, text: `${name}: ${text}` })),
  ];
  return {
    name: 'forecast',
    meta: {
      kind: 'timeseries-wide',
      ...(notices.length > 0 ? { notices } : {}),
      custom: {
        metric: id,
        status,
        reason,
        method,
        model,
        mase,
        betterThanNaive,
        horizon,
        period,
        thresholdCrossing: crossing,
        n,
      },
    },
    columns: [
      { name: 'time', type: 'time', values: forecast.times },
      ...COLUMNS.map((column): Column => ({
        name: column.name,
        type: 'number',
        labels,
        config: { ...config, displayNameFromDS: `${name}, forecast${column.displayName}` },
        values: column.of(forecast),
      })),
    ],
  };
}
