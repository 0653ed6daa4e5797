import { formatP, formatValue } from '../report/format.ts';
import { fisherExact } from '../stats/fisher.ts';
import { holm } from '../stats/holm.ts';
import type { Share } from '../stats/proportion.ts';
import type { Anomaly, OutcomeSeries } from './analysisTypes.ts';
import { ALPHA } from './correlations.ts';

type Bare = Omit<Anomaly, 'possibleCauses'>;

interface Candidate {
  anomaly: Bare;
  text: string;
  p: number;
}

const NAMES: Record<string, string> = {
  REQUEST_ERROR_RATE: 'Model requests',
  TOOL_ERROR_RATE: 'Tool calls',
};

/**
 * Names what failed more often during an anomaly than at all other times, by Fisher's exact test with Holm's correction
 * over all anomalies and kinds of steps. That it happened at the same time is all that is measured.
 */
export function withCauses(anomalies: readonly Bare[], outcomes: readonly OutcomeSeries[]): Anomaly[] {
  const candidates = anomalies.flatMap((anomaly) => outcomes.flatMap((one) => candidateOf(anomaly, one)));
  const adjusted = holm(candidates.map(({ p }) => p));
  return anomalies.map((anomaly) => ({
    ...anomaly,
    possibleCauses: candidates.flatMap((candidate, index) =>
      candidate.anomaly === anomaly && adjusted[index] < ALPHA
        ? [
            `${candidate.text} (p ${formatP(adjusted[index])} after Holm over ${candidates.length} ${candidates.length === 1 ? 'test' : 'tests'}).`,
          ]
        : []
    ),
  }));
}

function candidateOf(anomaly: Bare, { metric, buckets }: OutcomeSeries): Candidate[] {
  const { from, to } = anomaly.window;
  const during: Share = { count: 0, total: 0 };
  const otherwise: Share = { count: 0, total: 0 };
  for (const { time, total, failed } of buckets) {
    const side = time >= from && time < to ? during : otherwise;
    side.count += failed;
    side.total += total;
  }
  const name = NAMES[metric.id.toUpperCase()];
  const more = during.count * otherwise.total > otherwise.count * during.total;
  if (name === undefined || during.total === 0 || otherwise.total === 0) {
    return [];
  }
  return [
    {
      anomaly,
      text: `${name} failed more often at that time: ${shareText(during)}, otherwise ${shareText(otherwise)}`,
      p: more ? fisherExact(during, otherwise) : 1,
    },
  ];
}

function shareText({ count, total }: Share): string {
  return `${count} of ${total} (${formatValue(count / total, 'ratio')})`;
}
