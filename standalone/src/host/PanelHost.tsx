import { useMemo, useState } from 'react';
import {
  applyFieldOverrides,
  dateTime,
  EventBusSrv,
  FieldType,
  LoadingState,
  type DataFrame,
  type PanelPlugin,
  type TimeRange,
} from '@grafana/data';
import { PanelChrome, useTheme2 } from '@grafana/ui';

interface Props {
  id: number;
  title: string;
  plugin: PanelPlugin;
  frames: DataFrame[];
  width: number;
  height: number;
  /** Options to start with. */
  options?: object;
}

const EVENTS = new EventBusSrv();

/** The time that the data cover, since the host asks for everything stored; all time where they have none. */
function coveredBy(frames: readonly DataFrame[]): TimeRange {
  let [first, last] = [Infinity, -Infinity];
  for (const { fields } of frames) {
    for (const time of fields.find(({ type }) => type === FieldType.time)?.values ?? []) {
      if (typeof time === 'number' && Number.isFinite(time)) {
        first = Math.min(first, time);
        last = Math.max(last, time);
      }
    }
  }
  const [from, to] = first <= last ? [dateTime(first), dateTime(last)] : [dateTime(0), dateTime()];
  return { from, to, raw: { from, to } };
}

/** Mounts a panel plugin the way a dashboard does: field options applied to the data, then framed. */
export function PanelHost({ id, title, plugin, frames, width, height, options: initial = {} }: Props) {
  const theme = useTheme2();
  const Panel = plugin.panel;
  // What a reader changes within a panel lasts as long as the page.
  const [options, setOptions] = useState<object>(initial);
  const fieldConfig = plugin.fieldConfigDefaults;
  const covered = useMemo(() => coveredBy(frames), [frames]);
  const [zoomed, setZoomed] = useState<{ of: TimeRange; range: TimeRange }>();
  const timeRange = zoomed?.of === covered ? zoomed.range : covered;
  const series = useMemo(
    () =>
      applyFieldOverrides({
        data: frames,
        fieldConfig,
        fieldConfigRegistry: plugin.fieldConfigRegistry,
        replaceVariables: (text) => text,
        theme,
        timeZone: 'browser',
      }),
    [frames, fieldConfig, plugin, theme]
  );
  return (
    <PanelChrome title={title} width={width} height={height}>
      {(innerWidth, innerHeight) =>
        Panel && (
          <Panel
            id={id}
            title={title}
            data={{ state: LoadingState.Done, series, timeRange }}
            options={options}
            fieldConfig={fieldConfig}
            width={innerWidth}
            height={innerHeight}
            timeRange={timeRange}
            timeZone="browser"
            transparent={false}
            renderCounter={0}
            eventBus={EVENTS}
            replaceVariables={(text) => text}
            onOptionsChange={setOptions}
            onFieldConfigChange={() => undefined}
            onChangeTimeRange={({ from, to }) => {
              const [start, end] = [dateTime(from), dateTime(to)];
              setZoomed({ of: covered, range: { from: start, to: end, raw: { from: start, to: end } } });
            }}
          />
        )
      }
    </PanelChrome>
  );
}
