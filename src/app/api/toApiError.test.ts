import { ApiError } from './errors.ts';
import { toApiError } from './toApiError.ts';

const problem = (status: number, detail: string, code?: string) => ({
  status,
  data: { type: 'about:blank', title: 'x', status, detail, code },
});

describe('toApiError', () => {
  it.each([
    ['no answer', { status: 0, statusText: 'Failed to fetch' }, 'browser', /did not reach/, /server is running/],
    ['a thrown text', 'boom', 'browser', /did not reach/, /server is running/],
    ['nothing at all', undefined, 'browser', /did not reach/, /server is running/],
    ['the key of the collector is wrong', problem(401, 'Wrong key.'), 'collector', /Wrong key/, /API key/],
    [
      'the data source passes a wrong key on',
      problem(502, 'Key not accepted.', 'auth'),
      'collector',
      /not accepted/,
      /API key/,
    ],
    [
      'Grafana forbids it',
      { status: 403, data: { message: 'No permission' } },
      'grafana',
      /No permission/,
      /administrator/,
    ],
    [
      'the data source is gone',
      { status: 404, data: { message: 'Data source not found' } },
      'grafana',
      /not found/,
      /Choose another data source/,
    ],
    [
      'the collector knows no such swarm',
      problem(404, 'No swarm "x".'),
      'collector',
      /No swarm/,
      /Change the selection/,
    ],
    ['the host does not resolve', problem(502, 'Cannot be resolved.', 'dns'), 'collector', /resolved/, /settings/],
    ['nothing listens', { status: 502, data: {} }, 'collector', /status 502/, /npm start/],
    [
      'the collector starts',
      { status: 503, data: { overall: 'degraded', state: 'starting' } },
      'collector',
      /reading its folders/,
      /Wait/,
    ],
    [
      'the collector says that it is not ready',
      problem(503, 'Two of three folders read.'),
      'collector',
      /Two of three/,
      /Wait/,
    ],
    ['the collector fails', problem(500, 'The store cannot be read.'), 'collector', /store/, /log/],
    [
      'a query is refused',
      { status: 400, data: { results: { A: { error: 'unknown metric', status: 400 } } } },
      'grafana',
      /unknown metric/,
      /Change the selection/,
    ],
  ] as const)('%s', (_, thrown, layer, message, action) => {
    const error = toApiError(thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error.layer).toBe(layer);
    expect(error.message).toMatch(message);
    expect(error.action).toMatch(action);
  });

  it('adds what is wrong with single fields', () => {
    const data = {
      title: 'Bad Request',
      detail: 'The request is not valid.',
      errors: [{ field: 'swarmIds', message: 'must not be empty' }],
    };
    expect(toApiError({ status: 400, data }).message).toBe('The request is not valid. swarmIds: must not be empty.');
  });

  it('reads a problem document that came as text', () => {
    expect(
      toApiError({ status: 500, data: JSON.stringify({ title: 'x', detail: 'Disk full.', code: 'STORE' }) })
    ).toMatchObject({ message: 'Disk full.', code: 'STORE', status: 500 });
  });

  it('bears bodies that are something else', () => {
    for (const data of ['<html>', '{', null, 7, [], { title: {}, detail: 4, errors: 'x' }]) {
      expect(toApiError({ status: 500, data }).message).toBe('The server answered with status 500.');
    }
  });

  it('keeps what is one already', () => {
    const error = new ApiError({ layer: 'collector', message: 'm', action: 'a' });
    expect(toApiError(error)).toBe(error);
  });
});
