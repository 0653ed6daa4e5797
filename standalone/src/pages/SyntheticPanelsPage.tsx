import { useCallback, useMemo, useState } from 'react';
import type { PanelPlugin } from '@grafana/data';
import { Alert, Button, Stack } from '@grafana/ui';
import { useLocation } from 'react-router-dom';
import { ErrorState } from '../../../src/app/components/ErrorState.tsx';
import { useLoad } from '../../../src/app/hooks/useLoad.ts';
import { HostPage } from '../host/HostPage.tsx';
import { PanelHost } from '../host/PanelHost.tsx';
import { syntheticFrames, type SyntheticKind } from './syntheticFrames.ts';

const MOST_ROWS = 5_000_000;
/** All rows, so that none is left out of what is measured. */
const OPTIONS = { ranking: { limit: 0 }, comparison: {}, anomalies: {} };

const PLUGINS: Record<SyntheticKind, () => Promise<{ plugin: PanelPlugin }>> = {
  ranking: () => import('../../../src/panel-ranking/module.ts'),
  comparison: () => import('../../../src/panel-comparison/module.ts'),
  anomalies: () => import('../../../src/panel-anomalies/module.ts'),
};

const KINDS: readonly SyntheticKind[] = ['ranking', 'comparison', 'anomalies'];

/** A panel on as many made-up rows as the address asks for: `?panel=ranking&rows=1000`. */
export default function SyntheticPanelsPage() {
  const { search } = useLocation();
  const { kind, rows } = askedFor(search);
  const load = useCallback(async () => (await PLUGINS[kind]()).plugin, [kind]);
  const { value: plugin, error, reload } = useLoad<PanelPlugin>(load);
  const [round, setRound] = useState(0);
  const frames = useMemo(() => (round === 0 ? undefined : syntheticFrames(kind, rows, round)), [kind, rows, round]);
  return (
    <HostPage>
      <Stack direction="column" gap={2}>
        <Alert severity="info" title="Synthetic data">
          {`${rows.toLocaleString('en-US')} rows made up in this page: nobody measured them.`}
        </Alert>
        {error && <ErrorState error={error} onRetry={reload} />}
        <Stack gap={1}>
          <Button disabled={!plugin} onClick={() => setRound((before) => before + 1)}>
            {round === 0 ? 'Show' : 'Update'}
          </Button>
          <Button variant="secondary" onClick={() => setRound(0)}>
            Hide
          </Button>
        </Stack>
        {plugin && frames && (
          <PanelHost
            id={1}
            title="Panel"
            plugin={plugin}
            frames={frames}
            width={1000}
            height={500}
            options={OPTIONS[kind]}
          />
        )}
      </Stack>
    </HostPage>
  );
}

function askedFor(search: string): { kind: SyntheticKind; rows: number } {
  const asked = new URLSearchParams(search);
  const rows = Number(asked.get('rows') ?? 1000);
  return {
    kind: KINDS.find((kind) => kind === asked.get('panel')) ?? 'ranking',
    rows: Number.isInteger(rows) && rows > 0 ? Math.min(rows, MOST_ROWS) : 1000,
  };
}
