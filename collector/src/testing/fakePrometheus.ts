import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface FakeSeries {
  labels: Record<string, string>;
  /** Epoch ms and value as Prometheus writes it. */
  points: Array<[at: number, value: number | string]>;
}

export interface FakePrometheus {
  url: string;
  series: FakeSeries[];
  /** Queries that came, newest last. */
  asked: Array<{ query: string; time: number; headers: IncomingMessage['headers']; path: string }>;
  /** Answers the next requests in place of the API: true when it did. */
  instead: ((response: ServerResponse, query: string) => boolean) | undefined;
}

/** Speaks the query API of Prometheus for range vectors of a name, or of a regular expression of names. */
export async function fakePrometheus(series: FakeSeries[] = []): Promise<FakePrometheus> {
  const fake: FakePrometheus = { url: '', series, asked: [], instead: undefined };
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const query = form.get('query') ?? '';
    const time = Number(form.get('time')) * 1000;
    fake.asked.push({ query, time, headers: request.headers, path: request.url ?? '' });
    if (fake.instead?.(response, query)) {
      return;
    }
    const [, selector = '', seconds = ''] = /^(.*)\[(\d+)s\]$/s.exec(query) ?? [];
    const pattern = /__name__=~"(.*)"/.exec(selector)?.[1];
    const matches = (name: string) =>
      pattern === undefined ? name === selector.trim() : new RegExp(`^(?:${pattern})$`).test(name);
    const from = time - Number(seconds) * 1000;
    const result = fake.series
      .filter(({ labels }) => matches(labels['__name__'] ?? ''))
      .map(({ labels, points }) => ({
        metric: labels,
        values: points.filter(([at]) => at >= from && at <= time).map(([at, value]) => [at / 1000, String(value)]),
      }))
      .filter(({ values }) => values.length > 0);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}
