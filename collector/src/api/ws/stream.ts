import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { authorizes, digest, isLocalName } from '../http/auth.ts';
import { ServiceError } from '../../errors.ts';
import type { IngestRecord } from '../../../../src/core/metrics/records.ts';
import { metricsBatch } from './batch.ts';
import { answerMessage, type Receive } from './messages.ts';

/** A client that reads too slowly is dropped once this much waits for it: the others must not wait. */
const MOST_BUFFERED_BYTES = 1024 * 1024;
/** The largest message of a client, as large as a request's body: a longer one ends the connection with code 1009. */
const MOST_MESSAGE_BYTES = 5 * 1024 * 1024;
const PING_MS = 30_000;
/** How long a client may go on sending after it was told that the connection ends. */
const CLOSING_MS = 5000;

export interface StreamOptions {
  host: string;
  port: number;
  key?: string;
  checkHost: boolean;
  /** Where pushed metrics go. */
  receive: Receive;
}

/**
 * The WebSocket of the integration guide: every stored batch, to every client, without asking. A client may push metrics
 * too, and has an answer to each of its messages, in their order, after the commit.
 */
export class MetricsStream {
  private readonly alive = new WeakSet<WebSocket>();
  private readonly pinging: NodeJS.Timeout;

  private constructor(
    private readonly server: Server,
    private readonly sockets: WebSocketServer,
    private readonly receive: Receive
  ) {
    this.pinging = setInterval(() => this.ping(), PING_MS);
    sockets.on('connection', (socket) => {
      this.alive.add(socket);
      socket.on('pong', () => this.alive.add(socket));
      // The library tells the client why the connection ends: cutting it off at once would lose that.
      socket.on('error', () => setTimeout(() => socket.terminate(), CLOSING_MS).unref());
      this.answer(socket);
    });
  }

  /** @throws ServiceError `PORT_TAKEN` */
  static async listen({ host, port, key, checkHost, receive }: StreamOptions): Promise<MetricsStream> {
    const expected = key === undefined ? undefined : digest(key);
    const server = createServer((_, response) =>
      response.writeHead(426, { connection: 'close' }).end('WebSocket only')
    );
    const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES });
    server.on('upgrade', (request, socket, head) => {
      const refusal = refuse(request, { expected, checkHost });
      if (refusal !== undefined) {
        socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    });
    server.listen({ host, port });
    try {
      await once(server, 'listening');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
        throw new ServiceError(
          'PORT_TAKEN',
          `Port ${port} on ${host} is taken by another program. Stop it, or choose another port with --ws-port.`
        );
      }
      throw error;
    }
    return new MetricsStream(server, sockets, receive);
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  send(records: readonly IngestRecord[], timestamp: number): void {
    if (this.sockets.clients.size === 0) {
      return;
    }
    const batch = metricsBatch(records, timestamp);
    const message = batch && JSON.stringify(batch);
    if (message === undefined) {
      return;
    }
    this.sockets.clients.forEach((client) => {
      if (client.bufferedAmount > MOST_BUFFERED_BYTES) {
        client.terminate();
      } else if (client.readyState === client.OPEN) {
        client.send(message);
      }
    });
  }

  async close(): Promise<void> {
    clearInterval(this.pinging);
    this.sockets.clients.forEach((client) => client.close(1001, 'the service is stopping'));
    this.sockets.close();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  /** Takes one message at a time: while one is stored nothing more is read of its sender, who has to wait. */
  private answer(socket: WebSocket): void {
    let last: Promise<void> = Promise.resolve();
    let waiting = 0;
    socket.on('message', (data, isBinary) => {
      waiting++;
      socket.pause();
      last = last.then(async () => {
        const answer = await answerMessage(isBinary ? undefined : textOf(data), this.receive);
        if (socket.bufferedAmount > MOST_BUFFERED_BYTES) {
          socket.terminate();
        } else if (socket.readyState === socket.OPEN) {
          socket.send(JSON.stringify(answer));
        }
        waiting--;
        if (waiting === 0) {
          socket.resume();
        }
      });
    });
  }

  private ping(): void {
    this.sockets.clients.forEach((client) => {
      if (!this.alive.has(client)) {
        client.terminate();
        return;
      }
      this.alive.delete(client);
      client.ping();
    });
  }
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : String(data);
}

interface Gate {
  expected?: Buffer;
  checkHost: boolean;
}

/** A status line when the handshake is refused: a foreign page, a foreign name, no key. */
function refuse({ headers }: IncomingMessage, { expected, checkHost }: Gate): string | undefined {
  const host = hostName(`http://${headers.host ?? ''}`);
  if (checkHost && !isLocalName(host)) {
    return '403 Forbidden';
  }
  if (headers.origin !== undefined && hostName(headers.origin) !== host) {
    return '403 Forbidden';
  }
  return expected === undefined || authorizes(headers.authorization, expected) ? undefined : '401 Unauthorized';
}

function hostName(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
