import { createHash } from 'node:crypto';
import type { ReportAnalyses } from '../../../src/core/report/analyses.ts';
import type { ReportData } from '../../../src/core/report/build.ts';
import { resolveRange } from '../../../src/core/report/range.ts';
import type { ReportSection, ReportSpec } from '../../../src/core/report/spec.ts';
import type { SwarmSummary } from '../../../src/core/metrics/swarm.ts';
import { formatTime } from '../../../src/core/report/format.ts';
import { ServiceError } from '../errors.ts';
import { DEMO_TEXT } from '../inputs/demo/demoReplay.ts';
import { analyseSwarm } from '../query/analysisResult.ts';
import { compareGroups } from '../query/compare.ts';
import { requireSwarms } from '../query/knownSwarms.ts';
import type { Store } from '../store/store.ts';
import { statisticsOf, usageOf } from './details.ts';
import { comparePeriods } from './periods.ts';
import type { SavedReports } from './savedReports.ts';

/** More swarms are compared, but not looked at one by one: each costs some twenty queries. */
const MOST_ANALYSED = 20;
/** Sections that tell of swarms looked at one by one. */
const ANALYSED: readonly ReportSection[] = ['anomalies', 'trends', 'recommendations', 'quality'];

export interface ReportOptions {
  /** Epoch ms that "now" in the spec stands for. */
  at: number;
  signal?: AbortSignal;
}

/** What reports are made from. */
export interface ReportSystem {
  store: Store;
  isDemo: boolean;
  savedReports: SavedReports;
}

interface Range {
  from?: number;
  to?: number;
}

/** @throws ServiceError `UNKNOWN_SWARM`; `BAD_REQUEST` for a range without time; `EMPTY_WINDOW` unless the spec allows one */
export async function reportData(
  system: ReportSystem,
  spec: ReportSpec,
  { at, signal }: ReportOptions
): Promise<ReportData> {
  const { store, isDemo } = system;
  const range = rangeOf(spec, at);
  const { filters, baseline } = spec;
  const named = withBaseline(spec.swarms, baseline);
  const before = await windowBefore(system.savedReports, spec, range);
  await requireSwarms(store, named, signal);
  const swarms = await store.swarms({ ...range, swarms: spec.swarms.length > 0 ? named : [], filters }, signal);
  if (swarms.length === 0 && spec.whenEmpty === 'refuse') {
    throw await emptyWindow(store, spec, range, signal);
  }
  const asked =
    spec.swarms.length > 0
      ? named
      : withBaseline(
          swarms.map(({ swarmId }) => swarmId),
          baseline
        );
  const found = await compareGroups(
    store,
    {
      metrics: spec.metrics.map(({ metric }) => metric),
      groupBy: 'swarm',
      swarms: asked,
      filters,
      ...range,
      ...(baseline === undefined ? {} : { baseline }),
    },
    signal
  );
  const metrics = found.comparison.metrics.filter((metric) => metric.entries.length > 0);
  const analyses = spec.sections.some((section) => ANALYSED.includes(section))
    ? await analysesOf(store, asked, range, signal)
    : undefined;
  const window = windowOf(swarms, range);
  const scope = { swarms: asked, filters, ...range };
  const data = {
    spec,
    window,
    swarms,
    comparison: { ...found.comparison, metrics },
    ...(analyses ? { analyses } : {}),
    ...(spec.sections.includes('usage') ? { usage: await usageOf(store, scope, signal) } : {}),
    ...(spec.sections.includes('statistics')
      ? {
          statistics: await statisticsOf(
            store,
            scope,
            spec.metrics.map(({ metric }) => metric),
            signal
          ),
        }
      : {}),
    ...(before && window
      ? {
          periods: {
            ...before.name,
            ...(await comparePeriods(store, periodsOf(spec, asked), { now: window, before: before.window }, signal)),
          },
        }
      : {}),
    ...(isDemo ? { demo: `Demo: ${DEMO_TEXT}.` } : {}),
  };
  return { id: reportId(data), ...data };
}

/** The same spec and data have the same id, whenever and wherever the report is made. */
function reportId(data: Omit<ReportData, 'id'>): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 32);
}

function periodsOf({ metrics, filters }: ReportSpec, swarms: readonly string[]) {
  return { metrics: metrics.map(({ metric }) => metric), filters, swarms };
}

/** The time that the report is held against, if any: just before and as long, or that of a saved report. */
async function windowBefore(
  saved: SavedReports,
  { compareWith }: ReportSpec,
  { from, to }: Range
): Promise<{ window: { from: number; to: number }; name: { report?: string } } | undefined> {
  if (compareWith === undefined) {
    return undefined;
  }
  if (compareWith !== 'previous-period') {
    const report = await saved.load(compareWith.report);
    if (!report?.window) {
      const why = report ? 'has nothing in its window' : 'was not saved here: make it again with "save": true';
      throw specProblem('compareWith.report', `the report ${compareWith.report} ${why}`);
    }
    return { window: report.window, name: { report: compareWith.report } };
  }
  if (from === undefined || to === undefined) {
    throw specProblem(
      'compareWith',
      'the period before needs a range with a beginning and an end: set "range", such as { "from": "now-7d" }'
    );
  }
  return { window: { from: Math.max(0, from - (to - from)), to: from }, name: {} };
}

function rangeOf({ range, timeZone }: ReportSpec, at: number): Range {
  try {
    return resolveRange(range, { at, zone: timeZone });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw specProblem('range', message);
  }
}

function specProblem(field: string, message: string): ServiceError {
  return new ServiceError('BAD_REQUEST', `"spec.${field}": ${message}.`, {
    fields: [{ field: `spec.${field}`, message }],
  });
}

function withBaseline(swarms: readonly string[], baseline: string | undefined): string[] {
  return [...new Set([...swarms, ...(baseline === undefined ? [] : [baseline])])];
}

/** What the numbers cover: the ends that were asked for, else those of what is there. */
function windowOf(swarms: readonly SwarmSummary[], { from, to }: Range): ReportData['window'] {
  const first = from ?? swarms.reduce((least, { firstSeen = Infinity }) => Math.min(least, firstSeen), Infinity);
  const last = to ?? swarms.reduce((most, { lastSeen = -Infinity }) => Math.max(most, lastSeen + 1), -Infinity);
  return first < last && Number.isFinite(first) && Number.isFinite(last) ? { from: first, to: last } : null;
}

async function emptyWindow(
  store: Store,
  spec: ReportSpec,
  { from, to }: Range,
  signal?: AbortSignal
): Promise<ServiceError> {
  const stored = await store.window(spec.swarms, signal);
  const of = [
    ...(spec.swarms.length > 0 ? ['of these swarms'] : []),
    ...(spec.filters.length > 0 ? ['that passes the filters'] : []),
    ...(from === undefined ? [] : [`from ${formatTime(from)}`]),
    ...(to === undefined ? [] : [`to ${formatTime(to)}`]),
  ].join(' ');
  const hint = stored
    ? `What is stored${spec.swarms.length > 0 ? ' of them' : ''} reaches from ${formatTime(stored.from)} to ${formatTime(stored.to)}: change the range${spec.filters.length > 0 ? ' or the filters' : ''}, or set "whenEmpty" to "report".`
    : 'Nothing has been received yet: see docs/inputs.md for how to send.';
  return new ServiceError('EMPTY_WINDOW', `Nothing is stored ${of}. ${hint}`.replace('stored . ', 'stored. '));
}

async function analysesOf(
  store: Store,
  swarmIds: readonly string[],
  range: Range,
  signal?: AbortSignal
): Promise<ReportAnalyses> {
  const swarms: ReportAnalyses['swarms'] = [];
  for (const swarmId of swarmIds.slice(0, MOST_ANALYSED)) {
    // What a report shows of it does not depend on when it was made.
    const { analysis } = await analyseSwarm(store, { swarmId, now: 0, statistics: false, ...range }, signal);
    const { window, status, reason, anomalies, trends, series, recommendations } = analysis;
    swarms.push({ swarmId, window, status, reason, anomalies, trends, series, recommendations });
  }
  return { swarms, notAnalysed: Math.max(0, swarmIds.length - MOST_ANALYSED) };
}
