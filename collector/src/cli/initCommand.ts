import { basename, dirname, join, resolve } from 'node:path';
import { stat } from 'node:fs/promises';
import { readSettingsFiles } from '../doctor/claudeSettings.ts';
import { findProjects } from '../doctor/projects.ts';
import { planConfig, planSettings, type FilePlan, type FoundInput } from '../doctor/plan.ts';
import { backUp, readIfThere, replaceFile } from '../doctor/safeWrite.ts';
import { RESOURCE } from '../doctor/resource.ts';
import { shellLines, wantedVariables, type Setting } from '../doctor/telemetry.ts';
import { ServiceError } from '../errors.ts';
import { CollectorClient } from './collector.ts';
import { COMMON_USAGE, EXIT, parseOptions, type Command, type Place } from './command.ts';
import { painter, printable, shortPath } from './text.ts';

export const initCommand: Command = {
  summary: 'write performance-config.json and Claude Code’s telemetry settings, after asking',
  usage: `Usage: claude-flow-perf init [options]

Finds claude-flow projects in the folder, writes them as inputs into performance-config.json, and the telemetry variables into
.claude/settings.json. Both are merged: nothing that is there is changed, and settings are backed up first.

  --folder DIR    the project (default: the current folder)
  --config FILE   the configuration (default: performance-config.json in the folder)
  --swarm ID      name of the project's swarm (default: name of the folder)
  --topology T    its topology, such as mesh
  --transcripts   read Claude Code's transcripts too: numbers only, nothing of the conversation
  --print         show what would be written, write nothing
  --yes           write without asking
${COMMON_USAGE}

Ends with 0, with 3 when variables are set otherwise and were left so, with 1 when nothing could be written.`,
  async run(args, place) {
    const options = parseOptions('init', args, {
      folder: { type: 'string' },
      config: { type: 'string' },
      swarm: { type: 'string' },
      topology: { type: 'string' },
      transcripts: { type: 'boolean' },
      print: { type: 'boolean' },
      yes: { type: 'boolean' },
    });
    const collector = CollectorClient.of(options, place);
    const folder = await existing(resolve(place.cwd, options.folder ?? '.'));
    const config = resolve(place.cwd, options.config ?? join(folder, 'performance-config.json'));
    const wish = {
      url: collector.url,
      keyed: collector.key !== undefined,
      swarm: options.swarm ?? (basename(folder) || 'my-swarm'),
      ...(options.topology === undefined ? {} : { topology: options.topology }),
    };
    const variables = wantedVariables(wish);
    const inputs = await inputsIn(folder, options.transcripts === true);
    // Both are planned before either is written: an invalid one leaves both as they are.
    const settings = join(folder, '.claude', 'settings.json');
    const asked = { swarm: options.swarm, topology: options.topology };
    const plans = [
      planConfig(config, await readIfThere(config), inputs, dirname(config)),
      planSettings(settings, await readIfThere(settings), wish, asked, await localResource(folder, place)),
    ];
    const wanted = plans.filter(({ text }) => text !== undefined);
    const written = options.print !== true && wanted.length > 0 && (await agreed(wanted, options, place));
    const backups = written ? await writeAll(wanted) : [];
    const shell =
      collector.key === undefined ? [] : shellLines(variables.filter(({ name }) => name.endsWith('_HEADERS')));
    const shown = wanted.length > 0 && options.print !== true && options.yes !== true;
    const outcome = { shown, plans, written, backups, shell, url: collector.url, config, folder };
    place.print(
      options.json ? JSON.stringify(asJson(outcome), null, 2) : outcomeText(outcome, place, options.print === true)
    );
    return plans.some(({ kept }) => kept.length > 0) ? EXIT.attention : EXIT.done;
  },
};

async function existing(folder: string): Promise<string> {
  const there = await stat(folder).catch(() => undefined);
  if (there?.isDirectory() !== true) {
    throw new ServiceError('CONFIG', `There is no folder ${folder}. Check --folder.`);
  }
  return folder;
}

/** The resource attributes of the project's file for one person, which is laid over the shared one. */
async function localResource(folder: string, { home, env }: Place): Promise<Setting | undefined> {
  const local = (await readSettingsFiles(folder, home, env)).find(({ path }) => path.endsWith('settings.local.json'));
  const value = local?.env[RESOURCE];
  return local === undefined || value === undefined ? undefined : { value, from: local.path };
}

/** Whole paths: the collector may be started anywhere. */
async function inputsIn(folder: string, transcripts: boolean): Promise<FoundInput[]> {
  const { projects } = await findProjects([folder]);
  return [
    ...projects.map(({ folder: found, version }): FoundInput => ({
      kind: version === 3 ? 'claude-flow' : 'claude-flow-2',
      folder: found,
    })),
    ...(transcripts ? [{ kind: 'claude-code-transcripts' as const }] : []),
  ];
}

/** @throws ServiceError `CONFIG` where nobody can be asked. */
async function agreed(plans: readonly FilePlan[], { yes }: { yes?: boolean }, place: Place): Promise<boolean> {
  if (yes === true) {
    return true;
  }
  if (!place.confirm) {
    throw new ServiceError(
      'CONFIG',
      'Nobody can be asked here, so nothing was written. Run it in a terminal, or with --yes; --print shows what would be written.'
    );
  }
  place.print(plans.flatMap((plan) => planLines(plan, place)).join('\n'));
  return place.confirm('Write this?');
}

async function writeAll(plans: readonly FilePlan[]): Promise<string[]> {
  const backups: string[] = [];
  for (const { path, text } of plans) {
    if (text !== undefined) {
      const backup = await backUp(path);
      backups.push(...(backup === undefined ? [] : [backup]));
      await replaceFile(path, text);
    }
  }
  return backups;
}

interface Outcome {
  /** A person has seen the plans already. */
  shown: boolean;
  plans: FilePlan[];
  written: boolean;
  backups: string[];
  shell: string[];
  url: string;
  config: string;
  folder: string;
}

function asJson({ plans, written, backups, shell }: Outcome): object {
  const files = plans.map(({ path, changes, kept }) => ({
    path,
    written: written && changes.length > 0,
    changes,
    kept: kept.map(({ name }) => name),
    notes: kept.map(({ name, message }) => `${name} ${message}`),
  }));
  return { written, files, backups, ...(shell.length > 0 ? { shell } : {}) };
}

function planLines({ path, changes, kept, text }: FilePlan, place: Pick<Place, 'home'>): string[] {
  return [
    `${printable(shortPath(path, place.home))}${text === undefined ? ': nothing to add' : ''}`,
    ...(text !== undefined && changes.length === 0
      ? ['  + no inputs: claude-flow projects were not found; OTLP needs none']
      : []),
    ...changes.map((line) => `  + ${printable(line)}`),
    ...kept.map(({ name, message }) => `  = ${printable(`${name} ${message}`)}`),
  ];
}

function outcomeText(
  { shown, plans, written, backups, shell, url, config, folder }: Outcome,
  place: Place,
  print: boolean
): string {
  const paint = painter(place);
  const changed = plans.some(({ text }) => text !== undefined);
  const left = plans.some(({ kept }) => kept.length > 0);
  const nothing = left ? 'Nothing is missing; what is set otherwise was left so.' : 'Everything is there already.';
  const said = written ? 'Written.' : changed ? 'Nothing was written.' : nothing;
  const show = (path: string) => printable(shortPath(path, place.home));
  return [
    ...(shown ? [] : plans.flatMap((plan) => planLines(plan, place))),
    ...(print
      ? plans.flatMap(({ path, text, added }) =>
          text === undefined ? [] : ['', `Merged into ${show(path)}:`, JSON.stringify(added, null, 2)]
        )
      : []),
    '',
    paint('bold', print && changed ? 'Nothing was written (--print).' : said),
    ...backups.map((path) => `As it was: ${show(path)}`),
    ...(shell.length === 0
      ? []
      : [
          '',
          'The key is not written into a file. In the shell that starts Claude Code:',
          ...shell.map((line) => `  ${line}`),
        ]),
    ...(written || !changed
      ? [
          '',
          'Next:',
          `  1. start the collector in ${show(dirname(config))}, or with --config ${show(config)} (it should answer at ${url})`,
          `  2. start Claude Code anew in ${show(folder)}: it reads its settings at the start`,
          '  3. claude-flow-perf doctor',
        ]
      : []),
  ].join('\n');
}
