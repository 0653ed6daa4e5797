import { MessageChannel } from 'node:worker_threads';
import type { FromWorker, ToWorker } from '../analysis/messages.ts';
import { serve } from '../analysis/serve.ts';

/**
 * A worker without a thread: the real worker's code behind a real message channel, with its structured clones and
 * transfers. For tests where there are no workers; `fail` is what a browser reports of a script that can't run.
 */
export class ThreadlessWorker extends EventTarget implements Worker {
  onmessage: Worker['onmessage'] = null;
  onmessageerror: Worker['onmessageerror'] = null;
  onerror: Worker['onerror'] = null;
  readonly received: ToWorker[] = [];
  readonly sent: FromWorker[] = [];
  private readonly channel = new MessageChannel();

  constructor({ silent = false } = {}) {
    super();
    const { port1, port2 } = this.channel;
    port1.on('message', (data: FromWorker) => this.onmessage?.call(this, new MessageEvent('message', { data })));
    if (!silent) {
      const receive = serve((message, transfer) => {
        this.sent.push(message);
        port2.postMessage(message, transfer);
      });
      port2.on('message', (message: ToWorker) => {
        this.received.push(message);
        receive(message);
      });
    }
  }

  postMessage(message: ToWorker, transfer: Transferable[] | StructuredSerializeOptions = []): void {
    const memory = Array.isArray(transfer) ? transfer : (transfer.transfer ?? []);
    this.channel.port1.postMessage(
      message,
      memory.filter((block) => block instanceof ArrayBuffer)
    );
  }

  fail(message = ''): void {
    this.onerror?.call(this, new ErrorEvent('error', { message }));
  }

  terminate(): void {
    this.channel.port1.close();
    this.channel.port2.close();
  }
}
