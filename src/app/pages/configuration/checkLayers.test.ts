import { HttpFailure } from '../../../ui/testing/fakeBackend.ts';
import { createApi } from '../../api/client.ts';
import { installGrafana, ROUTE } from '../../testing/renderPage.tsx';
import { MEASURED } from '../../testing/swarms.ts';
import { checkLayers } from './checkLayers.ts';

const HEALTHY = {
  [ROUTE.check]: () => ({ status: 'OK', message: 'Connected to collector 0.1.0' }),
  [ROUTE.health]: () => ({ overall: 'healthy', components: { store: 'healthy' } }),
  [ROUTE.swarms]: () => ({ swarms: [MEASURED] }),
};

const statesWith = async (routes: Parameters<typeof installGrafana>[0]) => {
  installGrafana({ ...HEALTHY, ...routes });
  return checkLayers(createApi('cf'));
};

it('finds nothing wrong where nothing is', async () => {
  expect((await statesWith({})).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
});

it('names the first layer at fault, with what to do, and does not guess at those behind it', async () => {
  const none = await checkLayers(undefined);
  expect(none.map(({ state }) => state)).toEqual(['fault', 'not checked', 'not checked']);
  expect(none[0].action).toContain('Add one');

  const refused = await statesWith({ [ROUTE.check]: () => ({ status: 'ERROR', message: '[auth] wrong key' }) });
  expect(refused.map(({ state }) => state)).toEqual(['fault', 'not checked', 'not checked']);
  expect(refused[0]).toMatchObject({ message: '[auth] wrong key', action: expect.stringContaining('Save & test') });

  const down = await statesWith({ [ROUTE.health]: () => new HttpFailure(502, {}) });
  expect(down.map(({ state }) => state)).toEqual(['ok', 'fault', 'not checked']);
});

it('reads the failed check that Grafana sends with status 400', async () => {
  const [first] = await statesWith({
    [ROUTE.check]: () => new HttpFailure(400, { status: 'ERROR', message: 'Nothing answers at 127.0.0.1:3001' }),
  });
  expect(first).toMatchObject({ state: 'fault', message: 'Nothing answers at 127.0.0.1:3001' });
});

it('names the part of the collector that is not well', async () => {
  const [, collector] = await statesWith({
    [ROUTE.health]: () => ({ overall: 'degraded', components: { store: 'healthy', collector: 'degraded' } }),
  });
  expect(collector).toMatchObject({ state: 'warning', message: 'degraded; collector: degraded' });
});

it('does not take an empty store for a fault', async () => {
  const [, , data] = await statesWith({ [ROUTE.swarms]: () => ({ swarms: [] }) });
  expect(data).toMatchObject({ state: 'warning', message: 'Nothing received yet.' });
});
