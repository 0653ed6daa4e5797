import {
  dateTime,
  LiveChannelConnectionState,
  LiveChannelEventType,
  LoadingState,
  type DataQueryRequest,
  type DataQueryResponse,
  type LiveChannelAddress,
  type LiveChannelEvent,
} from '@grafana/data';
import { config, setGrafanaLiveSrv } from '@grafana/runtime';
import { NEVER, of, Subject, throwError, type Observable } from 'rxjs';
import { channelsOf, follow, isLive } from './live.ts';
import type { PerformanceQuery } from './types.ts';

/** A moment of which "now" is moved on by the tests. */
const START = Date.UTC(2026, 10, 23, 12);

const request = (fields: Partial<DataQueryRequest<PerformanceQuery>> = {}): DataQueryRequest<PerformanceQuery> => ({
  app: 'dashboard',
  requestId: 'Q1',
  interval: '1m',
  intervalMs: 60_000,
  range: { from: dateTime(START - 3_600_000), to: dateTime(START), raw: { from: 'now-1h', to: 'now' } },
  scopedVars: {},
  startTime: 0,
  timezone: 'utc',
  targets: [{ refId: 'A', live: true }],
  ...fields,
});

const channels = new Map<string, Subject<LiveChannelEvent>>();
const addresses: LiveChannelAddress[] = [];
const changed: LiveChannelEvent = { type: LiveChannelEventType.Message, message: {} };

beforeEach(() => {
  jest.useFakeTimers({ now: START });
  // What Grafana has where there is none.
  config.publicDashboardAccessToken = '';
  channels.clear();
  addresses.length = 0;
  setGrafanaLiveSrv({
    getConnectionState: () => NEVER,
    getDataStream: () => NEVER,
    getPresence: () => Promise.reject(new Error('not part of the fake')),
    publish: () => Promise.reject(new Error('not part of the fake')),
    getStream: <T>(address: LiveChannelAddress): Observable<LiveChannelEvent<T>> => {
      const events = new Subject<LiveChannelEvent>();
      addresses.push(address);
      channels.set(address.path, events);
      return events;
    },
  });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('a request', () => {
  it('is followed where a query wants it and the range ends now', () => {
    expect(isLive(request())).toBe(true);
    expect(isLive(request({ targets: [{ refId: 'A' }] }))).toBe(false);
    expect(isLive(request({ targets: [{ refId: 'A' }], liveStreaming: true }))).toBe(true);
    const { from, to } = request().range;
    expect(isLive(request({ range: { from, to, raw: { from, to } } }))).toBe(false);
    expect(isLive(request({ range: { from, to, raw: { from: 'now-2h', to: 'now-1h' } } }))).toBe(false);
  });

  it('is not followed on a public dashboard', () => {
    config.publicDashboardAccessToken = 'token';
    expect(isLive(request())).toBe(false);
  });
});

describe('channels', () => {
  it('are those of the swarms that are asked about, once each', () => {
    expect(
      channelsOf([
        { refId: 'A', swarms: ['a', 'b-1_x.y'], baseline: 'c' },
        { refId: 'B', swarms: ['a'] },
      ])
    ).toEqual(['swarm/a', 'swarm/b-1_x.y', 'swarm/c']);
  });

  it('hold nothing but what a channel may', () => {
    expect(channelsOf([{ refId: 'A', swarms: ['a =/ä<b>\n'] }])).toEqual(['swarm/a=20=3D=2F=C3=A4=3Cb=3E=0A']);
  });

  it.each<[string, PerformanceQuery[]]>([
    ['no swarm is named', [{ refId: 'A' }]],
    [
      'one query names none',
      [
        { refId: 'A', swarms: ['a'] },
        { refId: 'B', swarms: [] },
      ],
    ],
    ['there are many', [{ refId: 'A', swarms: Array.from({ length: 11 }, (_, index) => `s${index}`) }]],
    ['a name is too long', [{ refId: 'A', swarms: ['x'.repeat(200)] }]],
  ])('are one for all where %s', (_, queries) => {
    expect(channelsOf(queries)).toEqual(['swarms']);
  });
});

describe('following', () => {
  const frame = (value: number) => ({ name: `${value}`, fields: [], length: 0 });

  function followed(answers: Array<Observable<DataQueryResponse>>, paths = ['swarms']) {
    const asked: Array<DataQueryRequest<PerformanceQuery>> = [];
    const shown: DataQueryResponse[] = [];
    const subscription = follow(request(), 'cf', paths, (next) => {
      asked.push(next);
      return answers[asked.length - 1] ?? of({ data: [frame(asked.length)] });
    }).subscribe((response) => shown.push(response));
    return { asked, shown, subscription };
  }

  it('asks at once, and again when something is new, with the range moved on', () => {
    const { asked, shown } = followed([], ['swarm/a', 'swarm/b']);
    expect(addresses).toMatchObject([
      { scope: 'ds', namespace: 'cf', stream: 'cf', path: 'swarm/a' },
      { scope: 'ds', namespace: 'cf', stream: 'cf', path: 'swarm/b' },
    ]);
    jest.advanceTimersByTime(5000);
    expect(asked).toHaveLength(1);
    channels.get('swarm/b')?.next(changed);
    expect(asked.map(({ range }) => range.to.valueOf())).toEqual([START, START + 5000]);
    expect(shown.map(({ state, key, data }) => [state, key, data[0].name])).toEqual([
      [LoadingState.Streaming, 'live-Q1', '1'],
      [LoadingState.Streaming, 'live-Q1', '2'],
    ]);
  });

  it('asks one question at a time, and after a busy time once for all that is new', () => {
    const slow = new Subject<DataQueryResponse>();
    const { asked } = followed([slow]);
    for (let told = 0; told < 5; told++) {
      channels.get('swarms')?.next(changed);
      jest.advanceTimersByTime(2000);
    }
    expect(asked).toHaveLength(1);
    slow.next({ data: [] });
    slow.complete();
    expect(asked).toHaveLength(1);
    jest.advanceTimersByTime(1000);
    expect(asked).toHaveLength(2);
    jest.advanceTimersByTime(60_000);
    expect(asked).toHaveLength(2);
  });

  it('keeps what is shown when a channel breaks, says so, and goes on when it is back', () => {
    const { shown } = followed([]);
    const status: LiveChannelEvent = {
      type: LiveChannelEventType.Status,
      id: 'ds/cf/swarms',
      timestamp: START,
      state: LiveChannelConnectionState.Invalid,
      error: { code: 103, message: 'permission denied' },
    };
    channels.get('swarms')?.next(status);
    expect(shown.at(-1)).toMatchObject({
      state: LoadingState.Streaming,
      data: [
        { name: '1', meta: { notices: [{ severity: 'warning', text: expect.stringContaining('permission denied') }] } },
      ],
    });
    channels.get('swarms')?.next({ ...status, state: LiveChannelConnectionState.Connected, error: undefined });
    jest.advanceTimersByTime(1000);
    channels.get('swarms')?.next(changed);
    expect(shown).toHaveLength(3);
    expect(shown.at(-1)?.data[0]).toEqual(frame(2));
  });

  it('shows an error as one, and goes on after it', () => {
    const { shown } = followed([
      throwError(() => new Error('refused')),
      of({ data: [], errors: [{ message: 'down' }] }),
    ]);
    jest.advanceTimersByTime(1000);
    channels.get('swarms')?.next(changed);
    jest.advanceTimersByTime(1000);
    channels.get('swarms')?.next(changed);
    expect(shown.map(({ state, errors }) => [state, errors?.[0].message])).toEqual([
      [LoadingState.Error, 'refused'],
      [LoadingState.Error, 'down'],
      [LoadingState.Streaming, undefined],
    ]);
  });

  it('leaves its channels when nobody looks any more', () => {
    const { asked, subscription } = followed([]);
    subscription.unsubscribe();
    expect(channels.get('swarms')?.observed).toBe(false);
    jest.advanceTimersByTime(10_000);
    expect(asked).toHaveLength(1);
  });
});
