import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ServiceError } from '../errors.ts';
import type { ShownRun } from '../schedule/reporting.ts';
import { CollectorClient } from './collector.ts';
import { COMMON_USAGE, EXIT, parseOptions, type Command, type ExitCode, type Place } from './command.ts';
import { historyText, schedulesText, whenText, type ShownSchedule } from './scheduleText.ts';
import { printable } from './text.ts';

const ACTIONS = ['list', 'add', 'pause', 'resume', 'run', 'remove', 'history'] as const;
type Action = (typeof ACTIONS)[number];

export const scheduleCommand: Command = {
  summary: 'reports that are made and sent at set times',
  usage: `Usage: claude-flow-perf schedule list
       claude-flow-perf schedule add --frequency F --recipients A,B [options]
       claude-flow-perf schedule pause | resume | run | remove | history ID

  --frequency F      hourly, daily, weekly, monthly or cron
  --recipients A,B   configured targets, or e-mail addresses
  --swarms A,B       swarms of the report (default: all that did something)
  --name NAME        title of what is sent
  --time HH:MM       default 09:00; of daily, weekly, monthly
  --time-zone ZONE   such as Europe/Berlin (default UTC)
  --weekdays LIST    of daily, such as mon,tue,wed,thu,fri
  --weekday DAY      of weekly (default mon)
  --day N            of monthly: 1 to 31, or last (default 1)
  --minute N         of hourly (default 0)
  --cron PATTERN     of cron, such as "0 9 * * 1-5"
  --end TIME         nothing is due from then on (ISO 8601 with a zone)
  --format LIST      files that are sent, such as html,json
  --content C        report (default), or summary: how the system itself is
  --spec FILE        report spec, JSON
  --limit N          of history (default 20)
${COMMON_USAGE}

Ends with 0, with 3 when the latest run in a history has failed, with 1 when it could not be done.`,
  async run(args, place) {
    const [name, ...rest] = args;
    const action = ACTIONS.find((each) => each === name);
    if (!action) {
      throw new ServiceError(
        'CONFIG',
        `Say what to do: ${ACTIONS.join(', ')}. See "claude-flow-perf schedule --help".`
      );
    }
    const [id, others] = action === 'list' || action === 'add' ? [undefined, rest] : idOf(action, rest);
    const { json, ...options } = parse(others);
    const collector = CollectorClient.of(options, place);
    const done = await act(action, id ?? '', options, collector, place);
    place.print(json ? JSON.stringify(done.json, null, 2) : done.text);
    return done.code;
  },
};

interface Done {
  json: unknown;
  text: string;
  code: ExitCode;
}

type Options = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  return parseOptions('schedule', args, {
    frequency: { type: 'string' },
    recipients: { type: 'string' },
    swarms: { type: 'string' },
    name: { type: 'string' },
    time: { type: 'string' },
    'time-zone': { type: 'string' },
    weekdays: { type: 'string' },
    weekday: { type: 'string' },
    day: { type: 'string' },
    minute: { type: 'string' },
    cron: { type: 'string' },
    end: { type: 'string' },
    format: { type: 'string' },
    content: { type: 'string' },
    spec: { type: 'string' },
    limit: { type: 'string' },
  });
}

function idOf(action: Action, [id, ...rest]: readonly string[]): [string, string[]] {
  if (id === undefined || id.startsWith('-')) {
    throw new ServiceError(
      'CONFIG',
      `Name the schedule: claude-flow-perf schedule ${action} ID. "claude-flow-perf schedule list" shows the ids.`
    );
  }
  return [id, rest];
}

async function act(
  action: Action,
  id: string,
  options: Options,
  collector: CollectorClient,
  place: Place
): Promise<Done> {
  const path = `/api/v1/schedules/${encodeURIComponent(id)}`;
  switch (action) {
    case 'list': {
      const { schedules } = (await collector.get('/api/v1/schedules')) as { schedules: ShownSchedule[] };
      return { json: { schedules }, text: schedulesText(schedules, place), code: EXIT.done };
    }
    case 'add': {
      const added = (await collector.post('/api/v1/schedules', await definitionOf(options, place))) as ShownSchedule;
      const text = `Added ${printable(added.id)}: ${whenText(added)}, to ${printable(added.recipients.join(', '))}.`;
      return { json: added, text, code: EXIT.done };
    }
    case 'pause':
    case 'resume': {
      const schedule = await collector.post(`${path}/${action}`, {});
      return {
        json: schedule,
        text: `${action === 'pause' ? 'Paused' : 'Resumed'} ${printable(id)}.`,
        code: EXIT.done,
      };
    }
    case 'run': {
      const run = await collector.post(`${path}/run`, {});
      const text = `Begun. "claude-flow-perf schedule history ${printable(id)}" says what became of it.`;
      return { json: run, text, code: EXIT.done };
    }
    case 'remove':
      await collector.delete(path);
      return { json: { removed: id }, text: `Removed ${printable(id)}.`, code: EXIT.done };
    case 'history': {
      const limit = encodeURIComponent(options.limit ?? '20');
      const schedule = (await collector.get(path)) as ShownSchedule;
      const { runs } = (await collector.get(`${path}/runs?limit=${limit}`)) as { runs: ShownRun[] };
      const failed = runs[0]?.status === 'failed' || runs[0]?.status === 'partly';
      const text = historyText(runs, schedule.timeZone, place);
      return { json: { runs }, text, code: failed ? EXIT.attention : EXIT.done };
    }
  }
}

/** What the options say, as the API takes it; what they don't say is left to its defaults. */
async function definitionOf(options: Options, { cwd }: Place): Promise<object> {
  const { frequency, name, time, weekday, cron, end, content, day, minute } = options;
  const list = (text: string | undefined) => text?.split(',').flatMap((part) => part.trim() || []);
  const number = (text: string | undefined) => (text === undefined || !/^\d+$/.test(text) ? text : Number(text));
  return {
    frequency,
    name,
    time,
    weekday,
    cron,
    end,
    content,
    day: number(day),
    minute: number(minute),
    timeZone: options['time-zone'],
    weekdays: list(options.weekdays),
    recipients: list(options.recipients),
    swarms: list(options.swarms),
    formats: list(options.format),
    spec: options.spec === undefined ? undefined : await specOf(resolve(cwd, options.spec)),
  };
}

async function specOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not valid JSON' : 'can’t be read';
    throw new ServiceError('CONFIG', `The report spec ${file} ${why}. Check --spec.`);
  }
}
