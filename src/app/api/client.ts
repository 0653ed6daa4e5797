import { isRecord } from '../../ui/guards.ts';
import { DATASOURCE_TYPE } from '../constants.ts';
import { readFrames, readHealth, readInfo, readProgress, readSwarms } from './read.ts';
import { present, request } from './transport.ts';
import type { PerformanceApi, ReportFormat } from './types.ts';

const ACCEPT: Record<ReportFormat, string> = {
  html: 'text/html',
  markdown: 'text/markdown',
  json: 'application/json',
  pdf: 'application/pdf',
  csv: '*/*',
};

/** Formats that are no text to show. */
const FILES: ReadonlySet<ReportFormat> = new Set(['pdf', 'csv']);

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

    report: async ({ swarmIds, format, window: { from, to } }, job, signal) => {
      const answer = await request(
        {
          url: resource('reports'),
          method: 'POST',
          params: { job },
          headers: { Accept: ACCEPT[format] },
          responseType: FILES.has(format) ? 'blob' : 'text',
          data: { swarmIds, format, ...present({ from, to }) },
        },
        signal
      );
      if (answer instanceof Blob) {
        return { format, file: answer };
      }
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2);
      return { format, text, file: new Blob([text], { type: `${ACCEPT[format]};charset=utf-8` }) };
    },

    reportProgress: async (job) => readProgress(await request({ url: resource('reports/queue') }), job),

    checkDataSource: async () => {
      const answer = await request({ url: `${dataSource}/health` });
      const { status, message } = isRecord(answer) ? answer : { status: undefined, message: undefined };
      return { ok: status === 'OK', message: typeof message === 'string' ? message : '' };
    },

    health: async () => readHealth(await request({ url: resource('health') })),
  };
}
