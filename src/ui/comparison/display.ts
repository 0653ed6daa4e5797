import {
  formattedValueToString,
  getDisplayProcessor,
  type DisplayProcessor,
  type Field,
  type GrafanaTheme2,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { verbatim } from '../text.ts';
import type { MetricDisplay } from './model.ts';

/** Writes the numbers of one metric in the unit, decimals and mappings that its field was given. */
export interface MetricFormat {
  /** A value, with whatever mapping and colour the field has for it. */
  display: DisplayProcessor;
  value: (value: number) => string;
  /** A difference of two values, with its sign; mappings are of values, so they have no say in it. */
  shift: (value: number) => string;
}

export function formatOf({ field, unit }: MetricDisplay, theme: GrafanaTheme2): MetricFormat {
  const own = withUnit(field, unit);
  const display = own === field && field.display ? field.display : getDisplayProcessor({ field: own, theme });
  const plain = getDisplayProcessor({ field: { ...own, config: { ...own.config, mappings: [] } }, theme });
  const write = (value: number) => formattedValueToString(plain(value));
  return {
    display,
    value: (value) => formattedValueToString(display(value)),
    shift: (value) => signed(value, pointsOf(own) ?? write),
  };
}

function withUnit(field: Field, unit: string | undefined): Field {
  return unit === undefined || field.config.unit ? field : { ...field, config: { ...field.config, unit } };
}

/** How a difference of shares is written: "5 %" more could as well be of the share itself. */
function pointsOf({ config: { unit } }: Field): ((value: number) => string) | undefined {
  const scale = unit === 'percentunit' ? 100 : unit === 'percent' ? 1 : undefined;
  return scale === undefined
    ? undefined
    : (value) =>
        t('comparison.points', '{{points}} points', verbatim({ points: Number((value * scale).toPrecision(3)) }));
}

function signed(value: number, write: (value: number) => string): string {
  const size = write(Math.abs(value));
  return value === 0 ? size : `${value > 0 ? '+' : '−'}${size}`;
}
