// The script of the web worker: nothing of Grafana or React may be imported here, which a worker does not have.
import type { ToWorker } from './messages.ts';
import { serve } from './serve.ts';

const receive = serve((message, transfer) => self.postMessage(message, { transfer }));

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => receive(data));
