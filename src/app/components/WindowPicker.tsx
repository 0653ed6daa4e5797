import { dateTime, type RawTimeRange, type TimeRange } from '@grafana/data';
import { t } from '@grafana/i18n';
import { RadioButtonGroup, Stack, TimeRangePicker } from '@grafana/ui';
import type { TimeWindow } from '../hooks/useTimeWindow.ts';

const FIRST_RANGE = { from: 'now-24h', to: 'now' };

/** Chooses between everything stored and a time range. */
export function WindowPicker({ range, setRange }: Pick<TimeWindow, 'range' | 'setRange'>) {
  const choices = [
    { value: false, label: t('window.everything', 'Everything stored') },
    { value: true, label: t('window.range', 'Time range') },
  ];
  return (
    <Stack gap={1} wrap="wrap" alignItems="center">
      <RadioButtonGroup
        options={choices}
        value={range !== undefined}
        onChange={(limited) => setRange(limited ? FIRST_RANGE : undefined)}
        aria-label={t('window.label', 'Time window')}
      />
      {range && (
        <TimeRangePicker
          value={range}
          onChange={({ raw }) => setRange(raw)}
          onChangeTimeZone={() => undefined}
          onMoveBackward={() => setRange(shifted(range, -1))}
          onMoveForward={() => setRange(shifted(range, 1))}
          onZoom={() => setRange(zoomedOut(range))}
          isOnCanvas
        />
      )}
    </Stack>
  );
}

/** The range moved by half of its length, as Grafana's own picker does. */
function shifted(range: TimeRange, direction: 1 | -1) {
  const half = (range.to.valueOf() - range.from.valueOf()) / 2;
  return absolute(range.from.valueOf() + direction * half, range.to.valueOf() + direction * half);
}

function zoomedOut(range: TimeRange) {
  const length = range.to.valueOf() - range.from.valueOf();
  return absolute(range.from.valueOf() - length / 2, range.to.valueOf() + length / 2);
}

function absolute(from: number, to: number): RawTimeRange {
  return { from: dateTime(from), to: dateTime(to) };
}
