import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HOSTILE_MESSAGE, outgoing } from '../../testing/outgoing.ts';
import { tempFolder } from '../../testing/tempFolder.ts';
import { EmailTarget, type SmtpOptions } from './email.ts';

interface Mail {
  from: string;
  to: string[];
  secure: boolean;
  text: string;
}

/** A real SMTP server on loopback. */
async function smtp(options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.key === undefined ? ['STARTTLS'] : [],
    onData: (stream, { envelope, secure }, done) => {
      void text(stream).then((mail) => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), secure, text: mail });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  const settings: SmtpOptions = {
    host: '127.0.0.1',
    port,
    tls: 'starttls',
    from: 'Reports <reports@company.example>',
    allowedDomains: [],
  };
  return { mails, settings };
}

const smtpError = (code: number) => Object.assign(new Error('no'), { responseCode: code });

/** Headers of a mail, unfolded. */
const headersOf = (mail: string) => (mail.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ').split('\r\n');

async function certificate(): Promise<{ key: string; cert: string }> {
  const folder = await tempFolder();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert],
      ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ],
    { stdio: 'ignore' }
  );
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

describe('an e-mail', () => {
  it('has the message as text and HTML, and the files attached', async () => {
    const { mails, settings } = await smtp();
    await new EmailTarget(settings, 'team@company.example').send(outgoing());
    const [mail] = mails;
    expect(mail).toMatchObject({ from: 'reports@company.example', to: ['team@company.example'] });
    const headers = headersOf(mail?.text ?? '');
    expect(headers).toContain('Subject: Daily report');
    expect(headers).toContain(`Message-ID: <${'d'.repeat(32)}@claude-flow-performance>`);
    expect(headers).toContain(`X-Delivery-ID: ${'d'.repeat(32)}`);
    expect(headers).toContain('Date: Sun, 28 Mar 2027 07:00:00 +0000');
    expect(mail?.text).toContain('Tasks: 3 completed, 1 failed');
    expect(mail?.text).toMatch(/Content-Type: text\/html; charset=utf-8\r\n/);
    expect(mail?.text).toContain('filename=daily-2027-03-28-0900.html');
    expect(mail?.text).toContain(btoa('<p>hi'));
  });

  it('gets no header and no element from what it tells of', async () => {
    const { mails, settings } = await smtp();
    await new EmailTarget(settings, 'team@company.example').send(outgoing({ message: HOSTILE_MESSAGE }));
    const mail = mails[0]?.text ?? '';
    expect(mails[0]?.to).toEqual(['team@company.example']);
    expect(headersOf(mail).filter((header) => /^(?:bcc|cc|to):/i.test(header))).toEqual(['To: team@company.example']);
    expect(headersOf(mail).filter((header) => /^subject:/i.test(header))).toHaveLength(1);
    const html = mail.slice(mail.indexOf('Content-Type: text/html')).replaceAll('=\r\n', '');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toMatch(/<script/);
  });

  it.each(['a@b.example\r\nBcc: evil@evil.example', 'a@b.example, evil@evil.example', 'Evil <evil@evil.example>'])(
    'to %j reaches nobody else',
    async (address) => {
      const { mails, settings } = await smtp();
      await new EmailTarget(settings, address).send(outgoing()).catch(() => undefined);
      expect(mails.flatMap(({ to }) => to)).not.toContain('evil@evil.example');
    }
  );

  it('says that files were too large, and comes without them', async () => {
    const { mails, settings } = await smtp();
    const files = [{ name: 'big.html', mediaType: 'text/html', bytes: Buffer.alloc(16 * 1024 * 1024) }];
    await new EmailTarget(settings, 'team@company.example').send(outgoing({ files }));
    expect(mails[0]?.text).toContain('too large for e-mail');
    expect(mails[0]?.text.length).toBeLessThan(20_000);
  });
});

describe('a mail server', () => {
  it.each([
    [450, false],
    [421, false],
    [550, true],
    [553, true],
  ])('that answers %d to the recipient has not taken it (for good: %s)', async (code, lasting) => {
    const { settings } = await smtp({ onRcptTo: (_, __, done) => done(smtpError(code)) });
    await expect(new EmailTarget(settings, 'team@company.example').send(outgoing())).rejects.toMatchObject({
      name: 'DeliveryError',
      lasting,
      message: expect.stringContaining(`e-mail: the server answered ${code}`),
    });
  });

  it('that refuses the message itself says so', async () => {
    const { settings } = await smtp({
      onData: (stream, _, done) => {
        stream.resume().on('end', () => done(smtpError(552)));
      },
    });
    await expect(new EmailTarget(settings, 'team@company.example').send(outgoing())).rejects.toMatchObject({
      lasting: true,
      message: 'e-mail: the server answered 552 to the message',
    });
  });

  it('gets the password only over TLS that is trusted', async () => {
    const { key, cert } = await certificate();
    const logins: string[] = [];
    const { mails, settings } = await smtp({
      key,
      cert,
      authOptional: false,
      onAuth: ({ username, password }, _, done) => {
        logins.push(`${username}:${password}`);
        done(password === 'hunter2' ? null : smtpError(535), { user: username });
      },
    });
    const of = (change: Partial<SmtpOptions>) =>
      new EmailTarget({ ...settings, user: 'me', password: 'hunter2', ...change }, 'team@company.example').send(
        outgoing()
      );
    await expect(of({})).rejects.toMatchObject({ message: expect.stringContaining('not trusted') });
    expect(logins).toEqual([]);
    await of({ ca: cert });
    expect(mails).toMatchObject([{ secure: true }]);
    await expect(of({ ca: cert, password: 'wrong-hunter3' })).rejects.toMatchObject({
      lasting: true,
      message: expect.not.stringContaining('hunter3'),
    });
  });

  it('without TLS does not get a password', async () => {
    const logins: string[] = [];
    const { settings } = await smtp({
      onAuth: ({ username }, _, done) => (logins.push(username ?? ''), done(null, { user: 'x' })),
    });
    await expect(
      new EmailTarget({ ...settings, user: 'me', password: 'hunter2' }, 'a@b.example').send(outgoing())
    ).rejects.toMatchObject({ name: 'DeliveryError' });
    expect(logins).toEqual([]);
  });

  it('that is not there, or never answers, is tried again', async () => {
    const { settings } = await smtp();
    await expect(new EmailTarget({ ...settings, port: 9 }, 'a@b.example').send(outgoing())).rejects.toMatchObject({
      lasting: false,
    });
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => {
      sockets.forEach((socket) => socket.destroy());
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;
    await expect(
      new EmailTarget({ ...settings, port }, 'a@b.example').send(outgoing({ signal: AbortSignal.timeout(200) }))
    ).rejects.toMatchObject({ lasting: false, message: 'e-mail: no answer in time' });
  });
});
