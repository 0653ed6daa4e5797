import { rankingFrame, TIED_ROWS } from '../../ui/testing/rankingFrame.ts';
import { HttpFailure } from '../../ui/testing/fakeBackend.ts';
import { queryAnswer } from '../testing/queryAnswer.ts';
import { installGrafana, INFO, ROUTE } from '../testing/renderPage.tsx';
import { MEASURED } from '../testing/swarms.ts';
import { createApi } from './client.ts';

const api = createApi('cf');

describe('swarms', () => {
  it('asks for a window only if there is one', async () => {
    const { requests } = installGrafana({ [ROUTE.swarms]: () => ({ swarms: [MEASURED] }) });
    expect(await api.swarms({})).toEqual({ swarms: [MEASURED] });
    await api.swarms({ from: 5, to: 9 });
    expect(requests.map(({ params }) => params)).toEqual([{}, { from: 5, to: 9 }]);
  });

  it('leaves out what is no swarm', async () => {
    installGrafana({ [ROUTE.swarms]: () => ({ swarms: [null, 4, {}, { swarmId: 'x' }, MEASURED] }) });
    expect(await api.swarms({})).toEqual({ swarms: [MEASURED] });
  });

  it.each([undefined, null, 'x', [], {}, { swarms: {} }])('fails when the answer is %p', async (answer) => {
    installGrafana({ [ROUTE.swarms]: () => answer });
    await expect(api.swarms({})).rejects.toMatchObject({
      layer: 'collector',
      message: expect.stringContaining('not one of a Claude-Flow'),
    });
  });
});

describe('query', () => {
  it('goes through Grafana to the data source, and gives frames back', async () => {
    const { requests } = installGrafana({ [ROUTE.query]: () => queryAnswer([rankingFrame(TIED_ROWS)]) });
    const [frame] = await api.query({ type: 'ranking', metric: 'error_rate' }, { from: 1, to: 2 });
    expect(frame.fields[0].values).toEqual(['mesh-1', 'ring-1', 'star-1']);
    expect(requests[0].data).toMatchObject({
      from: '1',
      to: '2',
      queries: [
        {
          refId: 'A',
          type: 'ranking',
          metric: 'error_rate',
          datasource: { uid: 'cf', type: 'claudeflow-performance-datasource' },
        },
      ],
    });
  });

  it('fails with the words of the query that failed', async () => {
    installGrafana({
      [ROUTE.query]: () => ({ results: { A: { status: 400, error: 'unknown metric "x"', frames: [] } } }),
    });
    await expect(api.query({}, {})).rejects.toMatchObject({ message: 'unknown metric "x"' });
  });

  it('bears frames that are none', async () => {
    installGrafana({ [ROUTE.query]: () => ({ results: { A: { frames: [null, {}, { schema: {} }, 'x'] }, B: null } }) });
    expect(await api.query({}, {})).toEqual([]);
  });
});

const SIGNAL = new AbortController().signal;

describe('report', () => {
  it('says what the report is about', async () => {
    const { requests } = installGrafana({ [ROUTE.reports]: () => '<h1>Report</h1>' });
    const made = await api.report({ swarmIds: ['a'], format: 'html', window: { from: 1, to: 2 } }, 'j', SIGNAL);
    expect(made).toMatchObject({ format: 'html', text: '<h1>Report</h1>' });
    expect([made.file.size, made.file.type]).toEqual([15, 'text/html;charset=utf-8']);
    await api.report({ swarmIds: ['a', 'b'], format: 'markdown', window: {} }, 'j', SIGNAL);
    expect(requests.map(({ data }) => data)).toEqual([
      { swarmIds: ['a'], format: 'html', from: 1, to: 2 },
      { swarmIds: ['a', 'b'], format: 'markdown' },
    ]);
    expect(requests[0]).toMatchObject({ responseType: 'text', headers: { Accept: 'text/html' } });
  });

  it.each(['pdf', 'csv'] as const)('takes %s as the file that it is', async (format) => {
    const file = new Blob(['%PDF'], { type: 'application/zip' });
    const { requests } = installGrafana({ [ROUTE.reports]: () => file });
    expect(await api.report({ swarmIds: ['a'], format, window: {} }, 'j', SIGNAL)).toEqual({ format, file });
    expect(requests[0]).toMatchObject({ responseType: 'blob', data: { format } });
  });

  it.each([
    ['{"title":"x","detail":"Disk full."}', 'Disk full.'],
    ['<html>', 'The server answered with status 500.'],
  ])('says what failed when it comes as a file: %s', async (body, message) => {
    const file = Object.assign(new Blob([body]), { text: () => Promise.resolve(body) });
    installGrafana({ [ROUTE.reports]: () => new HttpFailure(500, file) });
    await expect(api.report({ swarmIds: ['a'], format: 'pdf', window: {} }, 'j', SIGNAL)).rejects.toMatchObject({
      message: expect.stringContaining(message),
    });
  });
});

describe('progress of a report', () => {
  it.each([
    [
      { job: 'j', state: 'waiting', ahead: 3 },
      { state: 'waiting', ahead: 3 },
    ],
    [
      { job: 'j', state: 'running', step: 'writing' },
      { state: 'running', step: 'writing' },
    ],
    [{ job: 'j', state: 'running', step: 'dancing' }, { state: 'running' }],
    [{ job: 'other', state: 'running' }, undefined],
    [null, undefined],
  ])('is read from %j', async (job, progress) => {
    installGrafana({ [ROUTE.reportQueue]: () => ({ most: 2, jobs: [job] }) });
    expect(await api.reportProgress('j')).toEqual(progress);
  });
});

describe('health', () => {
  it('is the state of every part', async () => {
    installGrafana({
      [ROUTE.health]: () => ({
        overall: 'degraded',
        components: { store: 'healthy', collector: { status: 'degraded' }, odd: 7 },
      }),
    });
    expect(await api.health()).toEqual({
      overall: 'degraded',
      demo: false,
      components: [
        { name: 'store', state: 'healthy' },
        { name: 'collector', state: 'degraded' },
        { name: 'odd', state: 'unknown' },
      ],
    });
  });

  it.each([{}, { overall: 'fine' }, null])('is not %p', async (answer) => {
    installGrafana({ [ROUTE.health]: () => answer });
    await expect(api.health()).rejects.toMatchObject({ layer: 'collector' });
  });
});

it('reports what Grafana found when it checked the data source', async () => {
  installGrafana({ [ROUTE.check]: () => ({ status: 'ERROR', message: '[auth] wrong key' }) });
  expect(await api.checkDataSource()).toEqual({ ok: false, message: '[auth] wrong key' });
});

it('knows whether the collector runs its demonstration', async () => {
  installGrafana({ [ROUTE.info]: () => ({ ...INFO, demo: true }) });
  expect(await api.info()).toEqual({ version: '0.1.0', demo: true });
});

it('writes uids that need it with escapes', async () => {
  const { requests } = installGrafana({});
  await expect(createApi('a/../b').swarms({})).rejects.toMatchObject({ status: 404 });
  expect(requests[0].url).toBe('/api/datasources/uid/a%2F..%2Fb/resources/swarms');
});

it('keeps the reason of a failure', async () => {
  installGrafana({
    [ROUTE.swarms]: () => new HttpFailure(502, { title: 'Bad Gateway', detail: 'Refused.', code: 'refused' }),
  });
  await expect(api.swarms({})).rejects.toMatchObject({ message: 'Refused.', code: 'refused', layer: 'collector' });
});
