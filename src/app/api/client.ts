import { isRecord } from '../../ui/guards.ts';
import { DATASOURCE_TYPE } from '../constants.ts';
import { readFrames, readHealth, readInfo, readSwarms } from './read.ts';
import { present, request } from './transport.ts';
import type { PerformanceApi, ReportFormat } from './types.ts';

const ACCEPT: Record<ReportFormat, string> = {
  html: 'text/html',
  markdown: 'text/markdown',
  json: 'application/json',
};

/** Talks to the collector behind one data source, through Grafana's server, which holds the URL and the key. */
export function createApi(uid: string): PerformanceApi {
  const dataSource = `/api/datasources/uid/${encodeURIComponent(uid)}`;
  const resource = (path: string) => `${dataSource}/resources/${path}`;
  return {
    uid,

    swarms: async ({ from, to }) =>
      readSwarms(await request({ url: resource('swarms'), params: present({ from, to }) })),

    info: async () => readInfo(await request({ url: resource('info') })),

    query: async (query, { from, to }) =>
      readFrames(
        await request({
          url: '/api/ds/query',
          method: 'POST',
          data: {
            queries: [{ refId: 'A', ...query, datasource: { type: DATASOURCE_TYPE, uid } }],
            from: String(from ?? 0),
            to: String(to ?? Date.now()),
          },
        })
      ),

    report: async ({ swarmIds, format, window: { from, to } }) => {
      const text = await request({
        url: resource('reports'),
        method: 'POST',
        headers: { Accept: ACCEPT[format] },
        responseType: 'text',
        data: { swarmIds, format, ...present({ from, to }) },
      });
      return { format, text: typeof text === 'string' ? text : JSON.stringify(text, null, 2) };
    },

    checkDataSource: async () => {
      const answer = await request({ url: `${dataSource}/health` });
      const { status, message } = isRecord(answer) ? answer : { status: undefined, message: undefined };
      return { ok: status === 'OK', message: typeof message === 'string' ? message : '' };
    },

    health: async () => readHealth(await request({ url: resource('health') })),
  };
}
