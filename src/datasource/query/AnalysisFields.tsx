import { t } from '@grafana/i18n';
import { Combobox, InlineField, InlineFieldRow, Input } from '@grafana/ui';
import type { Horizon } from '../../core/trend/horizon.ts';
import { methodsOf } from './fields.ts';
import { methodOptions } from './labels.ts';
import type { EditorPartProps } from './parts.ts';

/** How a series is analysed. */
export function AnalysisFields({ query, fields, onChange }: EditorPartProps) {
  if (!fields.includes('method')) {
    return null;
  }
  const horizon = query.predictionHorizon;
  return (
    <InlineFieldRow>
      <InlineField label={t('query.method', 'Method')} labelWidth={12}>
        <Combobox
          id={`${query.refId}-method`}
          options={methodOptions(methodsOf(query.type))}
          value={query.method ?? methodsOf(query.type)[0]}
          onChange={({ value }) => onChange({ ...query, method: value })}
          width={24}
        />
      </InlineField>
      {fields.includes('sensitivity') && (
        <InlineField
          label={t('query.sensitivity', 'Sensitivity')}
          labelWidth={12}
          tooltip={t(
            'query.sensitivity-tooltip',
            'Between 0 and 1: higher alarms more often. Above 1: a z threshold, higher alarms less often.'
          )}
        >
          <Input
            id={`${query.refId}-sensitivity`}
            type="number"
            min={0}
            step={0.1}
            width={16}
            placeholder="0.5"
            defaultValue={query.sensitivity}
            onBlur={({ currentTarget }) => onChange({ ...query, sensitivity: positive(currentTarget.valueAsNumber) })}
          />
        </InlineField>
      )}
      {fields.includes('horizon') && (
        <InlineField
          label={t('query.horizon', 'Horizon')}
          labelWidth={12}
          tooltip={t('query.horizon-tooltip', 'How far ahead, such as 30m, 6h, 2d or 12 points; empty: one period')}
        >
          <Input
            id={`${query.refId}-horizon`}
            width={16}
            placeholder={t('query.horizon-placeholder', 'automatic')}
            defaultValue={horizonText(horizon)}
            onBlur={({ currentTarget }) =>
              onChange({ ...query, predictionHorizon: horizonOf(currentTarget.value.trim()) })
            }
          />
        </InlineField>
      )}
      {fields.includes('threshold') && (
        <InlineField
          label={t('query.threshold', 'Threshold')}
          labelWidth={12}
          tooltip={t('query.threshold-tooltip', 'Value whose crossing is looked for, in the unit of the metric')}
        >
          <Input
            id={`${query.refId}-threshold`}
            type="number"
            width={16}
            defaultValue={query.threshold}
            onBlur={({ currentTarget }) => onChange({ ...query, threshold: finite(currentTarget.valueAsNumber) })}
          />
        </InlineField>
      )}
    </InlineFieldRow>
  );
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function positive(value: number): number | undefined {
  return value > 0 && value !== 1 ? finite(value) : undefined;
}

/** A plain number is milliseconds, one with "points" behind it a number of points. */
function horizonOf(text: string): Horizon | undefined {
  const points = /^(\d+) ?points?$/.exec(text)?.[1];
  if (points !== undefined) {
    return { points: Number(points) };
  }
  return text === '' ? undefined : /^\d+$/.test(text) ? Number(text) : text;
}

function horizonText(horizon: Horizon | undefined): string | number | undefined {
  return typeof horizon === 'object' ? `${horizon.points} points` : horizon;
}
