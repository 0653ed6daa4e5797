import type { Message, MessageFile } from '../deliver/message.ts';
import type { Outgoing } from '../deliver/target.ts';

/** Text with everything in it that somebody downstream might act on. */
export const HOSTILE =
  '<!channel> <@U1> <https://evil.example|x> @here =HYPERLINK("x") [x](javascript:alert(1)) <script>alert(1)</script> "\'& \u202egnp 🐝\r\nBcc: evil@evil.example';

export const FILE: MessageFile = {
  name: 'daily-2027-03-28-0900.html',
  mediaType: 'text/html',
  bytes: Buffer.from('<p>hi'),
};

export const MESSAGE: Message = {
  title: 'Daily report',
  subtitle: 'From Monday to Tuesday',
  tone: 'neutral',
  facts: [{ title: 'Tasks', value: '3 completed, 1 failed' }],
  lines: ['swarm-1 is proven better on cost.'],
  link: 'https://grafana.example.org/a/claudeflow-performance-app',
};

export const HOSTILE_MESSAGE: Message = {
  title: HOSTILE,
  subtitle: HOSTILE,
  tone: 'bad',
  facts: [{ title: HOSTILE, value: HOSTILE }],
  lines: [HOSTILE],
};

/** One try, with what the test is about. */
export function outgoing(change: Partial<Outgoing> = {}): Outgoing {
  return {
    deliveryId: 'd'.repeat(32),
    createdAt: Date.UTC(2027, 2, 28, 7),
    message: MESSAGE,
    files: [FILE],
    progress: undefined,
    saveProgress: () => undefined,
    signal: new AbortController().signal,
    ...change,
  };
}
