import {
  isLiveChannelMessageEvent,
  isLiveChannelStatusEvent,
  LiveChannelConnectionState,
  LiveChannelScope,
  LoadingState,
  rangeUtil,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataQueryResponseData,
  type LiveChannelEvent,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { config, getGrafanaLiveSrv } from '@grafana/runtime';
import {
  catchError,
  concatMap,
  concat,
  connect,
  filter,
  finalize,
  ignoreElements,
  map,
  merge,
  of,
  scan,
  startWith,
  Subject,
  throttle,
  timer,
  type Observable,
} from 'rxjs';
import { isRecord } from '../ui/guards.ts';
import type { PerformanceQuery } from './types.ts';

/** A panel follows more swarms than these by one channel that tells of all. */
const MOST_CHANNELS = 10;
/** Grafana takes 160 characters of a channel's id, of which up to 44 name the data source. */
const LONGEST_PATH = 116;
/** The least time between the end of one answer and the next question. */
const REST_MS = 1000;

const ANYTHING = 'swarms';

/** Whether a request wants to follow: its time range has to end now, and a public dashboard has no live channels. */
export function isLive({ targets, liveStreaming, range }: DataQueryRequest<PerformanceQuery>): boolean {
  const wanted = liveStreaming === true || targets.some(({ live }) => live === true);
  return wanted && range.raw.to === 'now' && !config.publicDashboardAccessToken;
}

/**
 * Channels that tell when the answers to these queries may have become others: one a swarm where all queries name the
 * swarms that they are about. In a name each byte but letters, digits, `-`, `_` and `.` is `=` and two hexadecimal digits.
 */
export function channelsOf(queries: readonly PerformanceQuery[]): string[] {
  const named = queries.flatMap(({ swarms = [], baseline }) =>
    swarms.length === 0 ? [undefined] : [...swarms, ...(baseline === undefined ? [] : [baseline])]
  );
  const paths = [...new Set(named)].map((swarm) => (swarm === undefined ? ANYTHING : `swarm/${encodeName(swarm)}`));
  const tooMany = paths.length > MOST_CHANNELS || paths.some((path) => path.length > LONGEST_PATH);
  return tooMany || paths.includes(ANYTHING) ? [ANYTHING] : paths;
}

function encodeName(name: string): string {
  return [...new TextEncoder().encode(name)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[\w.-]/.test(char) ? char : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/**
 * Asks now, and again whenever a channel tells of something new, with the time range moved on. Only one question is asked at
 * a time; the last answer stays until the next has come, and says why when nothing can be told any more.
 * @param uid of the data source
 * @param paths as `channelsOf` gives them
 */
export function follow(
  request: DataQueryRequest<PerformanceQuery>,
  uid: string,
  paths: readonly string[],
  ask: (request: DataQueryRequest<PerformanceQuery>) => Observable<DataQueryResponse>
): Observable<DataQueryResponse> {
  const rested = new Subject<void>();
  const askNow = () =>
    concat(
      ask({ ...request, range: rangeUtil.convertRawToRange(request.range.raw) }).pipe(
        catchError((error: unknown) => of(failed(error)))
      ),
      timer(REST_MS).pipe(ignoreElements())
    ).pipe(finalize(() => rested.next()));
  return merge(...paths.map((path) => channel(uid, path))).pipe(
    connect((events) =>
      merge(
        events.pipe(filter(({ type }) => type === 'broken')),
        events.pipe(
          filter(({ type }) => type === 'changed'),
          startWith(undefined),
          throttle(() => rested, { leading: true, trailing: true }),
          concatMap(askNow),
          map((response) => ({ type: 'answered', response }) as const)
        )
      )
    ),
    scan(
      (shown: Shown, event): Shown => {
        switch (event.type) {
          case 'answered':
            return { response: event.response };
          case 'broken':
            return { ...shown, why: event.why };
          case 'changed':
            return shown;
        }
      },
      { response: { data: [] } }
    ),
    map(({ response, why }) => ({
      ...response,
      key: `live-${request.requestId}`,
      state: response.errors?.length ? LoadingState.Error : LoadingState.Streaming,
      data: why === undefined ? response.data : withNotice(response.data, why),
    }))
  );
}

interface Shown {
  response: DataQueryResponse;
  why?: string;
}

/** What a channel tells: that something is new, or why it can tell nothing. */
type Told = { type: 'changed' } | { type: 'broken'; why: string };

function channel(uid: string, path: string): Observable<Told> {
  // Up to Grafana 13 the data source is named by `namespace`, later by `stream`.
  const address = { scope: LiveChannelScope.DataSource, namespace: uid, stream: uid, path };
  return getGrafanaLiveSrv()
    .getStream(address)
    .pipe(
      concatMap((event: LiveChannelEvent): Told[] => {
        if (isLiveChannelMessageEvent(event)) {
          return [{ type: 'changed' }];
        }
        const isBroken =
          isLiveChannelStatusEvent(event) &&
          (event.error !== undefined || event.state === LiveChannelConnectionState.Invalid);
        return isBroken ? [{ type: 'broken', why: reasonOf(event.error) }] : [];
      })
    );
}

function reasonOf(error: unknown): string {
  const reason = isRecord(error) && typeof error.message === 'string' ? error.message : '';
  return reason === ''
    ? t('live.off', 'Live updates are off. Refresh to see what is new.')
    : t('live.off-reason', 'Live updates are off ({{reason}}). Refresh to see what is new.', {
        reason,
        interpolation: { escapeValue: false },
      });
}

function failed(error: unknown): DataQueryResponse {
  return { data: [], errors: [{ message: error instanceof Error ? error.message : String(error) }] };
}

/** The frames with a warning on the first one, where a panel shows it. */
function withNotice(frames: DataQueryResponseData[], text: string): DataQueryResponseData[] {
  return frames.map((frame: DataQueryResponseData, index) =>
    index === 0
      ? { ...frame, meta: { ...frame.meta, notices: [...(frame.meta?.notices ?? []), { severity: 'warning', text }] } }
      : frame
  );
}
