import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A real HTTP listener on loopback that keeps what it gets and answers as the test says. */
export class HttpReceiver {
  readonly received: Received[] = [];
  answer: (request: Received, response: ServerResponse) => void = (_, response) => response.end('ok');

  private constructor(readonly url: string) {}

  static async start(): Promise<HttpReceiver> {
    const server = createServer((request, response) => {
      void buffer(request).then((body) => {
        const received = { path: request.url ?? '', headers: request.headers, body };
        receiver.received.push(received);
        receiver.answer(received, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const { port } = server.address() as AddressInfo;
    const receiver = new HttpReceiver(`http://127.0.0.1:${port}`);
    return receiver;
  }

  json(index = -1): Record<string, unknown> {
    return JSON.parse(this.received.at(index)?.body.toString('utf8') ?? 'null');
  }
}

/** Answers with a status, headers and a text. */
export const answering =
  (status: number, text = '', headers: Record<string, string> = {}) =>
  (_: Received, response: ServerResponse): void => {
    response.writeHead(status, headers).end(text);
  };

/** Slack's Web API as it answers: post a message, ask where to upload, upload, complete. */
export function slackApi(
  receiver: HttpReceiver,
  change: (method: string) => object | undefined = () => undefined
): void {
  receiver.answer = ({ path }, response) => {
    const method = path.replace('/api/', '');
    const answers: Record<string, object> = {
      'chat.postMessage': { ok: true, channel: 'C123', ts: '1700000000.000100' },
      'files.getUploadURLExternal': { ok: true, upload_url: `${receiver.url}/upload/v1/F1`, file_id: 'F1' },
      'files.completeUploadExternal': { ok: true, files: [{ id: 'F1' }] },
    };
    if (path.startsWith('/upload/')) {
      response.end('OK - 5');
      return;
    }
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(change(method) ?? answers[method] ?? { ok: false, error: 'unknown_method' }));
  };
}
