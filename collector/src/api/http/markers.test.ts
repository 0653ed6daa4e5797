import { describe, expect, it } from 'vitest';
import { NOON, task } from '../../testing/records.ts';
import { problemOf, startService } from '../../testing/service.ts';
import { StateDb } from '../../state/stateDb.ts';
import { tempFolder } from '../../testing/tempFolder.ts';

const PATH = '/api/v1/markers';
const deploy = { id: 'deploy-1', time: NOON, title: 'Release 2', tags: ['deploy'], swarms: ['swarm-1'] };

describe('markers', () => {
  it('are kept, listed by range, shown by annotation queries, and deleted', async () => {
    const service = await startService();
    await service.system.store.append([task('a')], NOON);
    const made = await service.post(PATH, deploy);
    expect(made.status).toBe(201);
    expect(await made.json()).toEqual({ ...deploy, text: '' });
    const markers = async (query = '') =>
      ((await (await service.get(`${PATH}${query}`)).json()) as { markers: unknown[] }).markers;
    expect(await markers()).toEqual([{ ...deploy, text: '' }]);
    expect(await markers(`?from=${NOON + 1}`)).toEqual([]);
    expect(await markers(`?to=${NOON}`)).toEqual([]);
    const asked = async (swarms: string[]) => {
      const query = { type: 'annotations', annotationsOf: ['marker'], swarms };
      const answer = await service.post('/api/v1/query', { queries: [query], from: NOON - 1, to: NOON + 1 });
      const { results } = (await answer.json()) as { results: { A: { frames: [{ data: { values: unknown[][] } }] } } };
      return results.A.frames[0].data.values[2];
    };
    expect(await asked([])).toEqual(['Release 2']);
    expect(await asked(['swarm-1'])).toEqual(['Release 2']);
    expect(await asked(['other'])).toEqual([]);
    const remove = () => fetch(`${service.url}${PATH}/deploy-1`, { method: 'DELETE' });
    expect((await remove()).status).toBe(204);
    expect(await problemOf(remove())).toMatchObject({ httpStatus: 404, detail: expect.stringContaining('lists') });
    expect(await markers()).toEqual([]);
  });

  it('sent again are one; another one under the same id is refused', async () => {
    const service = await startService();
    await service.post(PATH, deploy);
    expect((await service.post(PATH, deploy)).status).toBe(200);
    expect(await problemOf(service.post(PATH, { ...deploy, title: 'Release 3' }))).toMatchObject({ httpStatus: 409 });
    expect(await problemOf(service.post(PATH, { ...deploy, time: NOON + 1 }))).toMatchObject({ httpStatus: 409 });
    const named = (await (await service.post(PATH, { title: 'now' })).json()) as { id: string; time: number };
    expect(named.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(Math.abs(named.time - Date.now())).toBeLessThan(60_000);
  });

  it.each<[string, unknown, string]>([
    ['without a title', {}, 'title'],
    ['with an empty one', { title: '' }, 'title'],
    ['with a long one', { title: 'x'.repeat(201) }, 'title'],
    ['with one of two lines', { title: 'a\nb' }, 'title'],
    ['with one that turns the text around', { title: 'a\u202eb' }, 'title'],
    ['with a long text', { title: 'a', text: 'x'.repeat(2001) }, 'text'],
    ['with many tags', { title: 'a', tags: Array.from({ length: 21 }, (_, at) => `${at}`) }, 'tags'],
    ['at no time', { title: 'a', time: 'yesterday' }, 'time'],
    ['that ends before it begins', { title: 'a', time: 2, timeEnd: 1 }, 'timeEnd'],
    ['with a field that nobody knows', { title: 'a', color: 'red' }, ''],
    ['that is a list', [], ''],
  ])('are refused %s, with the name of the field', async (_, body, field) => {
    const service = await startService();
    const refused = await problemOf(service.post(PATH, body));
    expect(refused).toMatchObject({ httpStatus: 400, errors: [expect.objectContaining({ field })] });
  });

  it('keep hostile text as text', async () => {
    const service = await startService();
    const title = '<img src=x> 🐝 "__proto__" \u05d0';
    const marker = JSON.parse('{"text":"</script>\\u0000","tags":["__proto__"]}') as object;
    const made = await service.post(PATH, { ...marker, title, time: NOON });
    expect(await made.json()).toMatchObject({ ...marker, title });
  });

  it('need the key where there is one', async () => {
    const service = await startService({ key: 'k' });
    const authorization = { headers: { authorization: 'Bearer k' } };
    expect((await service.post(PATH, deploy)).status).toBe(401);
    expect((await service.get(PATH)).status).toBe(401);
    expect((await fetch(`${service.url}${PATH}/x`, { method: 'DELETE' })).status).toBe(401);
    expect((await service.post(PATH, deploy, authorization)).status).toBe(201);
  });

  it('are there after a restart', async () => {
    const file = `${await tempFolder()}/state.db`;
    const first = new StateDb(file);
    first.markers.add({ ...deploy, timeEnd: NOON + 5, text: 't' });
    first.close();
    const second = new StateDb(file);
    expect(second.markers.list({})).toEqual([{ ...deploy, timeEnd: NOON + 5, text: 't' }]);
    expect(second.markers.list({ from: NOON + 3, to: NOON + 4 })).toHaveLength(1);
    second.close();
  });
});
