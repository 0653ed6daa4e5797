import type { MessageFile } from '../message.ts';
import { messageHtml, messageText } from '../messageText.ts';
import { DeliveryError, type Outgoing, type Target } from '../target.ts';

const TIMEOUT_MS = 20_000;
const MOST_SUBJECT = 200;
/** Many servers refuse more; what is left out is said. */
const MOST_ATTACHED_BYTES = 15 * 1024 * 1024;

export interface SmtpOptions {
  host: string;
  port: number;
  /** `starttls`: asked for, and needed where there is a password; `implicit`: from the first byte; `none`. */
  tls: 'starttls' | 'implicit' | 'none';
  user?: string;
  password?: string;
  from: string;
  /** Domains that may be written to; empty: any. */
  allowedDomains: readonly string[];
  /** Certificate of the server's authority, PEM. */
  ca?: string;
}

/** One address over SMTP. */
export class EmailTarget implements Target {
  readonly kind = 'email';

  constructor(
    private readonly smtp: SmtpOptions,
    private readonly address: string
  ) {}

  async send({ deliveryId, createdAt, message, files, signal }: Outgoing): Promise<void> {
    // Only who sends mail pays for the memory.
    const { createTransport } = await import('nodemailer');
    const { host, port, tls, user, password, from, ca } = this.smtp;
    const transport = createTransport({
      host,
      port,
      secure: tls === 'implicit',
      ignoreTLS: tls === 'none',
      requireTLS: tls === 'starttls' && password !== undefined,
      ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
      ...(ca === undefined ? {} : { tls: { ca } }),
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    let breakOff: () => void = () => undefined;
    const brokenOff = new Promise<never>((_, reject) => {
      breakOff = () => reject(new Error('broken off'));
      signal.addEventListener('abort', breakOff, { once: true });
    });
    brokenOff.catch(() => undefined);
    try {
      const { attached, remark } = attachable(files);
      const shown = remark === undefined ? message : { ...message, lines: [...message.lines, remark] };
      const sending = transport.sendMail({
        from,
        to: { name: '', address: this.address },
        subject: oneLine(message.title).slice(0, MOST_SUBJECT),
        date: new Date(createdAt),
        messageId: `<${deliveryId}@claude-flow-performance>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Delivery-Id': deliveryId },
        text: messageText(shown),
        html: messageHtml(shown),
        attachments: attached.map(({ name, mediaType, bytes }) => ({
          filename: name,
          contentType: mediaType,
          content: Buffer.from(bytes),
        })),
      });
      // Nothing ends a connection from here; its own timeouts do.
      sending.catch(() => undefined);
      await Promise.race([sending, brokenOff]);
    } catch (error) {
      throw asDeliveryError(error, signal);
    } finally {
      signal.removeEventListener('abort', breakOff);
      transport.close();
    }
  }
}

function attachable(files: readonly MessageFile[]): { attached: readonly MessageFile[]; remark?: string } {
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return size <= MOST_ATTACHED_BYTES
    ? { attached: files }
    : {
        attached: [],
        remark: `The files are too large for e-mail (${Math.ceil(size / 1024 / 1024)} MB) and are left out.`,
      };
}

/** A line break in a header would begin another header. */
function oneLine(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
}

function asDeliveryError(error: unknown, signal: AbortSignal): DeliveryError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const status = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : undefined;
  if (signal.aborted) {
    return new DeliveryError('e-mail: no answer in time', false);
  }
  if (code === 'EAUTH' && status !== undefined && status >= 500) {
    return new DeliveryError(`e-mail: the server refuses the login (${status}); check user and password`, true);
  }
  if (status !== undefined) {
    // 4yz passes by itself, 5yz does not: RFC 5321, section 4.2.1.
    return new DeliveryError(`e-mail: the server answered ${status}${stageOf(error)}`, status >= 500);
  }
  if (error instanceof Error && /certificate|self[- ]signed/i.test(error.message)) {
    return new DeliveryError('e-mail: the server’s certificate is not trusted', false);
  }
  const known: Record<string, string> = {
    ECONNECTION: 'no connection to the server',
    ESOCKET: 'no connection to the server',
    ECONNREFUSED: 'no connection to the server',
    EDNS: 'the server’s name can’t be looked up',
    ETIMEDOUT: 'the server does not answer',
    ETLS: 'no encrypted connection to the server',
  };
  return new DeliveryError(`e-mail: ${known[code] ?? 'no connection to the server'}`, code === 'EENVELOPE');
}

function stageOf(error: unknown): string {
  const command = error instanceof Error && 'command' in error ? String(error.command) : '';
  const stages: Record<string, string> = {
    'MAIL FROM': ' to the sender',
    'RCPT TO': ' to the recipient',
    DATA: ' to the message',
  };
  return stages[command] ?? '';
}
