import { useMemo, useState } from 'react';
import { Alert, Button, Stack } from '@grafana/ui';
import { useLocation } from 'react-router-dom';
import { analysisClient } from '../../../src/ui/analysis/client.ts';
import { useLatest } from '../../../src/ui/analysis/useLatest.ts';
import { HostPage } from '../host/HostPage.tsx';
import { syntheticSeries } from './syntheticSeries.ts';

const MOST_POINTS = 5_000_000;

/** Shows on a series made up in the page that an analysis of any length leaves the page at its reader's service. */
export default function SyntheticPage() {
  const { search } = useLocation();
  const points = pointsOf(search);
  const [asked, setAsked] = useState(0);
  const [clicks, setClicks] = useState(0);
  const ask = useMemo(
    () => (asked === 0 ? undefined : (signal: AbortSignal) => analyse(points, asked, signal)),
    [points, asked]
  );
  const { loading, value, error } = useLatest(ask);
  return (
    <HostPage>
      <Stack direction="column" gap={2}>
        <Alert severity="info" title="Synthetic data">
          {`${points.toLocaleString('en-US')} values made up in this page: nobody measured them.`}
        </Alert>
        <Stack gap={1}>
          <Button onClick={() => setAsked((count) => count + 1)}>Analyse</Button>
          <Button variant="secondary" onClick={() => setClicks((count) => count + (loading ? 1 : 0))}>
            Click while waiting
          </Button>
        </Stack>
        <div role="status">
          {error ?? (loading ? 'Analysing…' : value)}
          {` Clicks answered while waiting: ${clicks}.`}
        </div>
      </Stack>
    </HostPage>
  );
}

async function analyse(points: number, round: number, signal: AbortSignal): Promise<string> {
  const { times, values, planted } = syntheticSeries(points);
  const { answer, place, withoutWorker } = await analysisClient.run(
    { kind: 'series', tasks: [{ series: { times, values }, anomalies: {}, forecast: { horizon: { points: 100 } } }] },
    signal
  );
  const found = answer.kind === 'series' ? (answer.answers[0].anomalies?.incidents.length ?? 0) : 0;
  const where = place === 'worker' ? 'a worker' : withoutWorker ? 'the page, in slices' : 'the page';
  return `Analysis ${round}: found ${found} incidents, ${planted.length} were put in. Analysed in ${where}.`;
}

function pointsOf(search: string): number {
  const points = Number(new URLSearchParams(search).get('points'));
  return Number.isInteger(points) && points > 0 ? Math.min(points, MOST_POINTS) : 10_000;
}
