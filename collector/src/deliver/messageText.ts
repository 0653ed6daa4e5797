import type { Message } from './message.ts';

/** The message as plain text. */
export function messageText({ title, subtitle, facts, lines, link }: Message): string {
  const oneLine = (text: string) => text.replace(/\s+/g, ' ');
  return [
    oneLine(title),
    ...(subtitle === undefined ? [] : [oneLine(subtitle)]),
    '',
    ...facts.map((fact) => `${oneLine(fact.title)}: ${oneLine(fact.value)}`),
    ...(lines.length > 0 ? ['', ...lines.map((line) => `- ${oneLine(line)}`)] : []),
    ...(link === undefined ? [] : ['', link]),
    '',
  ].join('\n');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const COLOURS = { neutral: '#3871dc', good: '#1a7f4b', bad: '#c4162a' } as const;
const FONT = 'font-family:Arial,Helvetica,sans-serif;color:#1f2430';

/** The message as HTML for mail programs: tables and styles at the elements, since they read little else. */
export function messageHtml({ title, subtitle, tone, facts, lines, link }: Message): string {
  const small = 'font-size:13px;color:#5b6270';
  const fact = ({ title: name, value }: { title: string; value: string }) =>
    `<tr><th align="left" style="padding:4px 16px 4px 0;font-weight:normal;${small}">${escaped(name)}</th><td style="padding:4px 0;font-size:14px"><b>${escaped(value)}</b></td></tr>`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light"></head>',
    `<body style="margin:0;padding:16px;background:#ffffff;${FONT}">`,
    `<h1 style="margin:0 0 4px;padding-left:10px;border-left:4px solid ${COLOURS[tone]};font-size:20px">${escaped(title)}</h1>`,
    subtitle === undefined ? '' : `<p style="margin:0 0 12px;${small}">${escaped(subtitle)}</p>`,
    facts.length > 0
      ? `<table role="presentation" cellspacing="0" cellpadding="0">${facts.map(fact).join('')}</table>`
      : '',
    lines.length > 0
      ? `<ul style="padding-left:20px;font-size:14px;line-height:1.5">${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`
      : '',
    link === undefined ? '' : `<p><a href="${escaped(link)}" style="color:#1f60c4">Open</a></p>`,
    '</body></html>',
  ].join('');
}
