import { t } from '@grafana/i18n';
import { Stack, ToolbarButton } from '@grafana/ui';
import { formatTime } from '../../ui/format.ts';
import type { TimeWindow } from '../hooks/useTimeWindow.ts';
import { WindowPicker } from './WindowPicker.tsx';

/** Time window and refresh, as every page of numbers has them. */
export function TimeActions({ time }: { time: TimeWindow }) {
  return (
    <Stack gap={1} wrap="wrap" alignItems="center">
      <WindowPicker range={time.range} setRange={time.setRange} />
      <ToolbarButton
        icon="sync"
        variant="canvas"
        aria-label={t('overview.refresh', 'Refresh')}
        onClick={time.refresh}
        tooltip={t('overview.refreshed', 'Last refreshed {{time}}', { time: formatTime(time.window.at) })}
      >
        {t('overview.refresh', 'Refresh')}
      </ToolbarButton>
    </Stack>
  );
}
