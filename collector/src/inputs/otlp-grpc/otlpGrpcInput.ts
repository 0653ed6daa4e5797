import { logVerbosity, Server, ServerCredentials, setLogVerbosity, type ServerUnaryCall } from '@grpc/grpc-js';
import { authorizes, digest, isLocalName } from '../../api/http/auth.ts';
import { isLoopback } from '../../config/options.ts';
import { ServiceError } from '../../errors.ts';
import { InputAccount, type InputStatus } from '../../ingest/account.ts';
import type { Logger } from '../../log.ts';
import { decodeRequest, encodeResponse } from '../claude-code-otlp/protobuf.ts';
import { SIGNALS, type OtlpReceiver, type Signal } from '../claude-code-otlp/receiver.ts';
import type { Input } from '../input.ts';
import { exportService, type ExportHandler } from './services.ts';
import { toGrpcError } from './status.ts';

/** The largest message, packed or not. */
const MOST_MESSAGE_BYTES = 5 * 1024 * 1024;
/** How long a stop waits for calls that are under way. */
const MOST_DRAIN_MS = 5000;
/** How long a port that is taken is left alone before it is tried again. */
const RETRY_MS = 5000;

export interface OtlpGrpcOptions {
  /** 0: any that is free. */
  port: number;
  /** Address to listen on; the same as that of HTTP. */
  host: string;
  /** Bearer key, which calls bring as `authorization` in their metadata. */
  key?: string;
}

/**
 * OTLP over gRPC, beside the HTTP that is always there: the same receiver, so the same records, and the same key. A port that
 * is taken is no reason not to start the service: it is said in the state, and tried again.
 */
export class OtlpGrpcInput implements Input {
  readonly id: string;
  private readonly account: InputAccount;
  private server: Server | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;
  private bound: number | undefined;

  constructor(
    private readonly options: OtlpGrpcOptions,
    private readonly receiver: Pick<OtlpReceiver, 'receive'>,
    private readonly log: Logger
  ) {
    this.id = `otlp-grpc:${options.port}`;
    this.account = new InputAccount(this.id, 'otlp-grpc');
  }

  /** The port it listens on; undefined while it does not. */
  get port(): number | undefined {
    return this.bound;
  }

  async start(): Promise<void> {
    // The library writes to stderr what the state says already.
    setLogVerbosity(logVerbosity.NONE);
    const server = new Server({
      'grpc.max_receive_message_length': MOST_MESSAGE_BYTES,
      'grpc.max_metadata_size': 16 * 1024,
    });
    for (const signal of SIGNALS) {
      const handle: ExportHandler = (call, callback) => {
        this.export(signal, call).then(
          (response) => callback(null, response),
          (error) => callback(this.told(error))
        );
      };
      server.addService(exportService(signal), { Export: handle });
    }
    try {
      this.bound = await bind(server, this.options);
    } catch {
      server.forceShutdown();
      this.later();
      return;
    }
    if (this.stopped) {
      server.forceShutdown();
      return;
    }
    this.server = server;
    this.account.report('waiting', 'Nothing has been sent yet.');
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    const { server } = this;
    this.server = undefined;
    this.bound = undefined;
    if (!server) {
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        server.forceShutdown();
        resolve();
      }, MOST_DRAIN_MS);
      server.tryShutdown(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  status(): InputStatus {
    return this.account.status();
  }

  private async export(signal: Signal, call: ServerUnaryCall<Buffer, Buffer>): Promise<Buffer> {
    this.admit(call);
    return encodeResponse(
      signal,
      await this.receiver.receive(signal, [decodeRequest(signal, call.request)], this.account)
    );
  }

  /** The rules of HTTP: a key where there is one, and on loopback no name that somebody else's DNS points here. */
  private admit(call: ServerUnaryCall<Buffer, Buffer>): void {
    const { host, key } = this.options;
    if (isLoopback(host) && !isLocalName(call.getHost().replace(/:\d+$/, ''))) {
      throw new ServiceError('FORBIDDEN', 'This address answers to "localhost" and "127.0.0.1" only.');
    }
    const [given] = call.metadata.get('authorization');
    if (key !== undefined && !authorizes(given?.toString(), digest(key))) {
      throw new ServiceError(
        'UNAUTHORIZED',
        'A valid key is needed: send "authorization: Bearer <key>" as metadata, for example with OTEL_EXPORTER_OTLP_HEADERS.'
      );
    }
  }

  private told(error: unknown) {
    if (!(error instanceof ServiceError)) {
      this.log.error({ error: error instanceof Error ? error.message : String(error) }, 'an export over gRPC failed');
    }
    return toGrpcError(error);
  }

  private later(): void {
    const { host, port } = this.options;
    this.account.report(
      'degraded',
      `Can't listen on ${host}:${port}: another program has the port. Stop it, or configure another port and set OTEL_EXPORTER_OTLP_ENDPOINT to it.`
    );
    if (!this.stopped) {
      this.retry = setTimeout(() => void this.start(), RETRY_MS).unref();
    }
  }
}

function bind(server: Server, { host, port }: OtlpGrpcOptions): Promise<number> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound)
    );
  });
}
