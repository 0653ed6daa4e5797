import { dataFrameToJSON, toCSV, type DataFrame } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';
import { isRecord } from '../../../ui/guards.ts';
import { NoticeList } from '../../../ui/NoticeList.tsx';
import { FrameTable } from '../../components/FrameTable.tsx';
import { saveFile } from '../reports/saveFile.ts';
import { safeForSheets } from './safeForSheets.ts';

/** What a reader needs to judge a pair; the files have everything. */
const PAIR_FIELDS = [
  'metric',
  'candidate',
  'reference',
  'verdict',
  'shift',
  'shift_low',
  'shift_high',
  'magnitude',
  'p_adjusted',
  'n_candidate',
  'n_reference',
];

/** The overall finding in a sentence, every tested pair, every estimate, and both to take away. */
export function Verdicts({ frames }: { frames: DataFrame[] }) {
  const pairs = frames.find(({ name }) => name === 'pairs');
  const estimates = frames.find(({ name }) => name === 'estimates');
  if (!pairs || !estimates) {
    return (
      <p>{t('compare.unreadable', 'The collector answered without pairs: it has another version than this app.')}</p>
    );
  }
  const reason = winnerReason(pairs);
  const headers = headersOf();
  return (
    <Stack direction="column" gap={2}>
      {reason !== undefined && (
        <p>
          <strong>{reason}</strong>
        </p>
      )}
      <NoticeList notices={pairs.meta?.notices ?? []} />
      <FrameTable
        frame={pairs}
        label={t('compare.pairs', 'Pairs')}
        fields={PAIR_FIELDS}
        headers={headers}
        empty={t('compare.no-pairs', 'There is no pair to test: choose at least two swarms that have finished work.')}
      />
      <FrameTable
        frame={estimates}
        label={t('compare.estimates', 'Estimates')}
        headers={headers}
        empty={t('compare.no-estimates', 'No swarm has a value of these metrics in the time window.')}
      />
      <Stack gap={1}>
        <Button
          icon="download-alt"
          variant="secondary"
          onClick={() => saveFile('comparison.csv', new Blob([toCSV([safeForSheets(pairs)])], { type: 'text/csv' }))}
        >
          {t('compare.csv', 'Pairs as CSV')}
        </Button>
        <Button
          icon="download-alt"
          variant="secondary"
          onClick={() =>
            saveFile(
              'comparison.json',
              new Blob(
                [
                  JSON.stringify(
                    frames.map((frame) => dataFrameToJSON(frame)),
                    null,
                    2
                  ),
                ],
                { type: 'application/json' }
              )
            )
          }
        >
          {t('compare.json', 'Everything as JSON')}
        </Button>
      </Stack>
    </Stack>
  );
}

function headersOf(): Record<string, string> {
  return {
    metric: t('compare.metric', 'Metric'),
    candidate: t('compare.candidate', 'Swarm'),
    reference: t('compare.reference', 'Against'),
    verdict: t('compare.verdict', 'Verdict'),
    shift: t('compare.shift', 'Shift'),
    shift_low: t('compare.shift-low', '95 % low'),
    shift_high: t('compare.shift-high', '95 % high'),
    magnitude: t('compare.magnitude', 'Effect'),
    p_adjusted: t('compare.p', 'p after Holm'),
    n_candidate: t('compare.n-candidate', 'n'),
    n_reference: t('compare.n-reference', 'n against'),
    swarm_id: t('compare.candidate', 'Swarm'),
    estimate: t('compare.estimate', 'Estimate'),
    low: t('compare.shift-low', '95 % low'),
    high: t('compare.shift-high', '95 % high'),
  };
}

function winnerReason({ meta }: DataFrame): string | undefined {
  const winner: unknown = meta?.custom?.overallWinner;
  return isRecord(winner) && typeof winner.reason === 'string' ? winner.reason : undefined;
}
