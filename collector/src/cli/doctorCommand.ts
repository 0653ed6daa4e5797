import { basename, resolve } from 'node:path';
import { examine, type Examination, type Finding } from '../doctor/examine.ts';
import { CollectorClient } from './collector.ts';
import { COMMON_USAGE, EXIT, parseOptions, type Command, type Place } from './command.ts';
import { painter, printable } from './text.ts';

export const doctorCommand: Command = {
  summary: 'what is on this machine, what is missing, and whether the way in works',
  usage: `Usage: claude-flow-perf doctor [options]

Looks for claude-flow projects, Claude Code's settings and the ports, sends a marked check through the collector (nothing of it is
stored), and prints what to set. Changes nothing.

  --folder DIR    search here too; may be given several times
  --swarm ID      name of the swarm in what is printed (default: name of the current folder)
  --topology T    its topology
${COMMON_USAGE}

Ends with 0, with 3 when something is missing.`,
  async run(args, place) {
    const options = parseOptions('doctor', args, {
      folder: { type: 'string', multiple: true },
      swarm: { type: 'string' },
      topology: { type: 'string' },
    });
    const found = await examine(CollectorClient.of(options, place), {
      cwd: place.cwd,
      home: place.home,
      env: place.env,
      folders: (options.folder ?? []).map((folder) => resolve(place.cwd, folder)),
      swarm: options.swarm ?? (basename(place.cwd) || 'my-swarm'),
      ...(options.topology === undefined ? {} : { topology: options.topology }),
    });
    const missing = found.findings.some(({ level }) => level === 'missing');
    place.print(options.json ? JSON.stringify({ ok: !missing, ...found }, null, 2) : doctorText(found, place));
    return missing ? EXIT.attention : EXIT.done;
  },
};

const TITLES: Record<Finding['area'], string> = {
  machine: 'This machine',
  collector: 'Collector',
  ports: 'Ports',
  'claude-flow': 'claude-flow projects',
  'claude-code': 'Claude Code',
};

const MARKS = {
  ok: { style: 'green', text: 'ok  ' },
  note: { style: 'dim', text: 'note' },
  missing: { style: 'yellow', text: 'MISS' },
} as const;

function doctorText({ findings, shell, settings }: Examination, place: Pick<Place, 'colour'>): string {
  const paint = painter(place);
  const areas = [...new Set(findings.map(({ area }) => area))];
  const missing = findings.filter(({ level }) => level === 'missing').length;
  return [
    ...areas.flatMap((area) => [
      paint('bold', TITLES[area]),
      ...findings
        .filter((each) => each.area === area)
        .flatMap(({ level, message, fix }) => [
          `  ${paint(MARKS[level].style, MARKS[level].text)}  ${printable(message)}`,
          ...(fix === undefined ? [] : [`        ${printable(fix)}`]),
        ]),
      '',
    ]),
    ...(findings.some(({ area, level }) => area === 'claude-code' && level === 'missing')
      ? [
          paint('bold', 'For Claude Code, in the shell that starts it:'),
          ...shell.map((line) => `  ${line}`),
          '',
          `or as "env" of .claude/settings.json ("claude-flow-perf init" writes it after asking):`,
          ...JSON.stringify({ env: settings }, null, 2)
            .split('\n')
            .map((line) => `  ${line}`),
          '',
        ]
      : []),
    missing === 0 ? paint('green', 'Nothing is missing.') : paint('yellow', `${missing} missing, marked MISS.`),
  ].join('\n');
}
