import { lookup as lookUp } from 'node:dns';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { DeliveryError } from '../target.ts';

const TIMEOUT_MS = 20_000;
/** Of an answer so much is read; it says whether the message was taken. */
const MOST_ANSWER_BYTES = 64 * 1024;
const MOST_RETRY_AFTER_MS = 24 * 3_600_000;

export interface OutgoingRequest {
  /** Who is asked, as it is named to people: never the address, which may hold a secret. */
  to: string;
  url: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
  signal: AbortSignal;
  /** Whether this machine itself may be asked. */
  allowLocal: boolean;
}

export interface Answer {
  status: number;
  retryAfterMs?: number;
  text: string;
}

/** Addresses that nobody outside of this machine has, among them those at which clouds hand out credentials. */
const NEVER = blocked([
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  ['fd00:ec2::', 32, 'ipv6'],
]);
const LOCAL = blocked([
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
]);

function blocked(subnets: ReadonlyArray<[net: string, prefix: number, family: 'ipv4' | 'ipv6']>): BlockList {
  const list = new BlockList();
  subnets.forEach(([net, prefix, family]) => list.addSubnet(net, prefix, family));
  return list;
}

/** Whether nothing may be sent to an address. A form that holds an IPv4 address in an IPv6 one is that address. */
export function isRefused(address: string, allowLocal: boolean): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return NEVER.check(address, family) || (!allowLocal && LOCAL.check(address, family));
}

/**
 * Posts, and gives the answer whatever its status. Redirects are not followed: they could carry a secret elsewhere. The name is
 * resolved once, and what was checked is what is connected to.
 * @throws DeliveryError when there is no whole answer
 */
export async function post({ to, url, headers, body, signal, allowLocal }: OutgoingRequest): Promise<Answer> {
  const { protocol, hostname } = new URL(url);
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && isRefused(literal, allowLocal)) {
    throw refusal(to);
  }
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const bytes = Buffer.from(body);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = {
        method: 'POST',
        headers: { 'user-agent': 'claude-flow-performance', ...headers, 'content-length': String(bytes.length) },
        signal: AbortSignal.any([signal, timeout]),
        lookup: checkedLookup(to, allowLocal),
        agent: false,
      };
      const request = protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
      request.on('response', resolve).on('error', reject).end(bytes);
    });
    const text = await textOf(response);
    return { status: response.statusCode ?? 0, ...retryAfter(response.headers), text };
  } catch (error) {
    if (error instanceof DeliveryError) {
      throw error;
    }
    throw new DeliveryError(`${to}: ${reasonOf(error, timeout.aborted)}`, false);
  }
}

/** Why an answer other than 2xx means that the message was not taken. */
export function refusedBy(to: string, { status, retryAfterMs }: Answer, said?: string): DeliveryError {
  const what = said === undefined ? `it answered ${status}` : `it answered ${status} (${said})`;
  const isPassing = status >= 500 || status === 408 || status === 425 || status === 429;
  const hint =
    status >= 300 && status < 400 ? ': a redirect, which is not followed; write the address it leads to' : '';
  return new DeliveryError(`${to}: ${what}${hint}`, !isPassing, isPassing ? retryAfterMs : undefined);
}

export const isTaken = ({ status }: Answer) => status >= 200 && status < 300;

/** A word of the other side's that is safe to show, such as `channel_is_archived`; undefined when it is something else. */
export function wordOf(text: string): string | undefined {
  return /^[a-z][a-z0-9_]{2,60}$/.test(text.trim()) ? text.trim() : undefined;
}

function checkedLookup(to: string, allowLocal: boolean): LookupFunction {
  return (hostname, options, done) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        done(error, []);
        return;
      }
      const allowed = addresses.filter(({ address }) => !isRefused(address, allowLocal));
      const [first] = allowed;
      if (!first) {
        done(refusal(to), []);
      } else if (options.all === true) {
        done(null, allowed);
      } else {
        done(null, first.address, first.family);
      }
    });
  };
}

function refusal(to: string): DeliveryError {
  return new DeliveryError(
    `${to}: its address is one of this machine or of its own network segment, where nothing is sent; "delivery.allowLocal": true allows this machine`,
    true
  );
}

/** @throws when the other side ends before its answer is whole */
async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    parts.push(bytes);
    if (size > MOST_ANSWER_BYTES) {
      break;
    }
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Seconds, or a date. */
function retryAfter(headers: IncomingHttpHeaders): { retryAfterMs?: number } {
  const text = headers['retry-after']?.trim();
  if (text === undefined) {
    return {};
  }
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return ms > 0 ? { retryAfterMs: Math.min(ms, MOST_RETRY_AFTER_MS) } : {};
}

function reasonOf(error: unknown, isTimeout: boolean): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (isTimeout) {
    return `no answer within ${TIMEOUT_MS / 1000} s`;
  }
  const known: Record<string, string> = {
    ECONNREFUSED: 'connection refused',
    ENOTFOUND: 'unknown host',
    EAI_AGAIN: 'the name can’t be looked up now',
    ECONNRESET: 'the connection was broken off',
    EPIPE: 'the connection was broken off',
    ETIMEDOUT: 'no connection',
  };
  return (
    known[code] ??
    (/CERT|SELF_SIGNED|SIGNATURE|ERR_TLS/.test(code) ? `its certificate is not trusted (${code})` : 'no connection')
  );
}
