import { ServiceError } from '../../errors.ts';
import { array, object, string } from '../../inputs/narrow.ts';
import type { PushResult } from '../../inputs/push/pushReceiver.ts';

/** Stores what a client pushes; resolves after the commit. */
export type Receive = (metrics: readonly unknown[]) => Promise<PushResult>;

/** Answer to one message; `id` is the one that the client gave its message. */
export type Answer =
  | ({ type: 'ack'; id?: string | number } & PushResult)
  | { type: 'error'; id?: string | number; code: string; detail: string; retryAfterSeconds?: number };

/** Longest id of a message that an answer repeats, in UTF-16 units. */
const MOST_ID = 1024;

/** Handles `{ type: "metrics", id?, metrics: […] }`. Never throws: what is wrong with a message is said to its sender. */
export async function answerMessage(data: string | undefined, receive: Receive): Promise<Answer> {
  const message = object(parsed(data));
  if (!message) {
    return refusal({}, 'The message is not a JSON object; send {"type":"metrics","metrics":[…]} as text.');
  }
  const given = message['id'];
  const id = typeof given === 'number' ? given : string(given)?.slice(0, MOST_ID);
  const head = id === undefined ? {} : { id };
  if (message['type'] !== 'metrics') {
    return refusal(head, 'Unknown "type": the only one that is read is "metrics".');
  }
  const metrics = array(message['metrics']);
  if (!metrics) {
    return refusal(head, '"metrics" must be a list of metrics.');
  }
  try {
    return { type: 'ack', ...head, ...(await receive(metrics)) };
  } catch (error) {
    if (error instanceof ServiceError && error.code !== 'INTERNAL') {
      const { retryAfterSeconds } = error.extra;
      const again = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      return { type: 'error', ...head, code: error.code, detail: error.message, ...again };
    }
    return { type: 'error', ...head, code: 'INTERNAL', detail: 'The metrics could not be stored; send them again.' };
  }
}

function refusal(head: { id?: string | number }, detail: string): Answer {
  return { type: 'error', ...head, code: 'BAD_REQUEST', detail };
}

function parsed(data: string | undefined): unknown {
  try {
    return data === undefined ? undefined : (JSON.parse(data) as unknown);
  } catch {
    return undefined;
  }
}
