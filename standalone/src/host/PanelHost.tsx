import { useMemo, useState } from 'react';
import {
  applyFieldOverrides,
  dateTime,
  EventBusSrv,
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

/** Everything stored: the host asks without a time range. */
const ALL_TIME: TimeRange = {
  from: dateTime(0),
  to: dateTime(),
  raw: { from: dateTime(0), to: 'now' },
};

/** Mounts a panel plugin the way a dashboard does: field options applied to the data, then framed. */
export function PanelHost({ id, title, plugin, frames, width, height, options: initial = {} }: Props) {
  const theme = useTheme2();
  const Panel = plugin.panel;
  // What a reader changes within a panel lasts as long as the page.
  const [options, setOptions] = useState<object>(initial);
  const fieldConfig = plugin.fieldConfigDefaults;
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
            data={{ state: LoadingState.Done, series, timeRange: ALL_TIME }}
            options={options}
            fieldConfig={fieldConfig}
            width={innerWidth}
            height={innerHeight}
            timeRange={ALL_TIME}
            timeZone="browser"
            transparent={false}
            renderCounter={0}
            eventBus={EVENTS}
            replaceVariables={(text) => text}
            onOptionsChange={setOptions}
            onFieldConfigChange={() => undefined}
            onChangeTimeRange={() => undefined}
          />
        )
      }
    </PanelChrome>
  );
}
