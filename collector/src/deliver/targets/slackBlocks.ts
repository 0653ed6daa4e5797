import type { Message } from '../message.ts';

/** Slack's limits, in characters of what is sent. https://docs.slack.dev/reference/block-kit/blocks */
const MOST_HEADER = 150;
const MOST_SECTION = 3000;
const MOST_FIELD = 2000;
const MOST_FIELDS = 10;
const MOST_BLOCKS = 50;
const MOST_TEXT = 4000;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const SIGNS = { neutral: '📊', good: '✅', bad: '🚨' } as const;

/** A text in which nothing is a mention, a link or an entity of Slack's, cut to a length as it is sent. */
export function slackText(text: string, most: number): string {
  const pieces = [...text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ')].map(
    (character) => ENTITIES[character] ?? character
  );
  let length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const isCut = length > most;
  while (isCut && length > most - 1) {
    length -= pieces.pop()?.length ?? length;
  }
  return isCut ? `${pieces.join('')}…` : pieces.join('');
}

// "verbatim" keeps Slack from making links of what looks like a name or an address.
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });

/** The message as Block Kit, with the text that notifications show. */
export function slackMessage(message: Message, remark?: string): { text: string; blocks: object[] } {
  const { title, subtitle, tone, facts, lines, link } = message;
  const heading = `${SIGNS[tone]} ${title.replace(/\s+/g, ' ')}`;
  const context = [subtitle, remark].flatMap((text) => (text === undefined ? [] : [slackText(text, MOST_FIELD)]));
  const head: object[] = [
    { type: 'header', text: { type: 'plain_text', text: slackText(heading, MOST_HEADER), emoji: true } },
    ...(context.length > 0 ? [{ type: 'context', elements: context.map(mrkdwn) }] : []),
    ...inGroups(facts, MOST_FIELDS).map((group) => ({
      type: 'section',
      fields: group.map((fact) =>
        mrkdwn(`*${slackText(fact.title, 200)}*\n${slackText(fact.value, MOST_FIELD - 300)}`)
      ),
    })),
  ];
  const foot: object[] = link === undefined ? [] : [{ type: 'actions', elements: [button(link)] }];
  const room = MOST_BLOCKS - head.length - foot.length;
  return {
    text: slackText([heading, subtitle ?? '', ...lines].filter((line) => line !== '').join('\n'), MOST_TEXT),
    blocks: [...head.slice(0, MOST_BLOCKS - foot.length), ...sections(lines).slice(0, Math.max(0, room)), ...foot],
  };
}

function button(url: string): object {
  return { type: 'button', text: { type: 'plain_text', text: 'Open' }, url, action_id: 'open' };
}

/** Lines as bullets, as many in a block as it holds. */
function sections(lines: readonly string[]): object[] {
  const texts: string[] = [];
  for (const line of lines) {
    const bullet = `• ${slackText(line.replace(/\s+/g, ' '), MOST_SECTION / 2)}`;
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + bullet.length <= MOST_SECTION) {
      texts[texts.length - 1] = `${last}\n${bullet}`;
    } else {
      texts.push(bullet);
    }
  }
  return texts.map((text) => ({ type: 'section', text: mrkdwn(text) }));
}

function inGroups<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, group) =>
    items.slice(group * size, (group + 1) * size)
  );
}
