import type { Message } from '../message.ts';
import { DeliveryError, type Outgoing, type Target } from '../target.ts';
import { isTaken, post, refusedBy } from './outgoing.ts';

/** The largest body that Teams takes is 28 KB; this leaves room for what a workflow adds. */
const MOST_BYTES = 25_000;
const MOST_TITLE = 300;
const MOST_TEXT = 1000;
const MOST_FACTS = 12;

const COLOURS = { neutral: 'default', good: 'good', bad: 'attention' } as const;

/** An adaptive card through a workflow's webhook, which takes no files. */
export class TeamsTarget implements Target {
  readonly kind = 'teams';

  constructor(private readonly options: { webhookUrl: string; allowLocal: boolean }) {}

  async send({ message, files, signal }: Outgoing): Promise<void> {
    const remark = files.length > 0 ? 'A workflow takes no files.' : undefined;
    const { webhookUrl: url, allowLocal } = this.options;
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const body = teamsBody(message, remark);
    const answer = await post({ to: 'Teams', url, headers, body, signal, allowLocal });
    if (!isTaken(answer)) {
      throw refusedBy('Teams', answer);
    }
    // Connectors of Office 365, which are retired, say their errors with 200.
    const hidden = /HTTP error (\d{3})/i.exec(answer.text)?.[1];
    if (hidden !== undefined) {
      throw refusedBy('Teams', { ...answer, status: Number(hidden) });
    }
    if (/webhook message delivery failed/i.test(answer.text)) {
      throw new DeliveryError('Teams: the message was not delivered', false);
    }
  }
}

/** The body of the request; lines that would make it too large are left out, and counted. */
export function teamsBody(message: Message, remark?: string): string {
  for (let shown = message.lines.length; ; shown = Math.floor(shown / 2)) {
    const body = JSON.stringify(card(message, shown, remark));
    if (Buffer.byteLength(body) <= MOST_BYTES || shown === 0) {
      return body;
    }
  }
}

function card({ title, subtitle, tone, facts, lines, link }: Message, shown: number, remark?: string): object {
  const left = lines.length - shown;
  const small = [subtitle, remark, ...(left > 0 ? [`${left} more lines are left out here.`] : [])].filter(
    (text) => text !== undefined
  );
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      {
        type: 'TextBlock',
        text: teamsText(title, MOST_TITLE),
        size: 'Large',
        weight: 'Bolder',
        wrap: true,
        color: COLOURS[tone],
        style: 'heading',
      },
      ...small.map((text) => ({ type: 'TextBlock', text: teamsText(text, MOST_TEXT), isSubtle: true, wrap: true })),
      ...(facts.length > 0
        ? [
            {
              type: 'FactSet',
              facts: facts
                .slice(0, MOST_FACTS)
                .map((fact) => ({ title: teamsText(fact.title, 60), value: teamsText(fact.value, 150) })),
            },
          ]
        : []),
      ...lines
        .slice(0, shown)
        .map((line) => ({ type: 'TextBlock', text: `- ${teamsText(line, MOST_TEXT)}`, wrap: true })),
    ],
    ...(link === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open', url: link }] }),
    msteams: { width: 'Full' },
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

/** Text in which nothing is Markdown or a mention: cards read some Markdown, and `<at>`. */
export function teamsText(text: string, most: number): string {
  const plain = [...text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ')];
  const cut = plain.length > most ? `${plain.slice(0, most - 1).join('')}…` : plain.join('');
  return cut.replace(/[\\`*_[\]()#~|{}]/g, '\\$&').replace(/[<>]/g, (bracket) => (bracket === '<' ? '&lt;' : '&gt;'));
}
