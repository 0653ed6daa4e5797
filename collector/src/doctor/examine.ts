import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CollectorClient } from '../cli/collector.ts';
import { shortPath } from '../cli/text.ts';
import { ServiceError } from '../errors.ts';
import { claudeFolder, effectiveSettings, readSettingsFiles } from './claudeSettings.ts';
import { occupantOf, type Occupant } from './ports.ts';
import { findProjects, type Project } from './projects.ts';
import { roundTrip } from './roundTrip.ts';
import { judge, settingsBlock, shellLines, wantedVariables } from './telemetry.ts';

export interface Finding {
  area: 'machine' | 'collector' | 'ports' | 'claude-flow' | 'claude-code';
  /** `missing` is what keeps numbers from coming in; `note` is worth knowing. */
  level: 'ok' | 'note' | 'missing';
  message: string;
  /** What to do. */
  fix?: string;
}

export interface Examination {
  findings: Finding[];
  /** Lines for a POSIX shell that give Claude Code everything it needs. */
  shell: string[];
  /** The same as `env` of a settings file, without the key. */
  settings: Record<string, string>;
}

export interface Where {
  cwd: string;
  home: string;
  env: NodeJS.ProcessEnv;
  /** Folders to search beside the current one and the home. */
  folders: readonly string[];
  swarm: string;
  topology?: string;
}

const LEAST_NODE = [20, 19] as const;

/** Looks at this machine and at the collector. Changes nothing. */
export async function examine(collector: CollectorClient, where: Where): Promise<Examination> {
  const [state, search, ports] = await Promise.all([
    examineCollector(collector),
    findProjects([...where.folders, where.cwd, where.home]),
    Promise.all([3001, 3002, 3000, 4317].map(async (port) => [port, await occupantOf(port)] as const)),
  ]);
  const wish = {
    url: collector.url,
    keyed: state.keyed,
    swarm: where.swarm,
    ...(where.topology === undefined ? {} : { topology: where.topology }),
  };
  const variables = wantedVariables(wish);
  return {
    findings: [
      nodeFinding(),
      ...state.findings,
      ...ports.map(([port, occupant]) => portFinding(port, occupant)),
      ...projectFindings(search.projects, state.watched, where),
      ...(search.cut
        ? [finding('claude-flow', 'note', 'the search ended early', 'Name a project with --folder.')]
        : []),
      ...(await claudeCodeFindings(wish, where)),
    ],
    shell: shellLines(variables),
    settings: settingsBlock(variables),
  };
}

function finding(area: Finding['area'], level: Finding['level'], message: string, fix?: string): Finding {
  return { area, level, message, ...(fix === undefined ? {} : { fix }) };
}

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return fits
    ? finding('machine', 'ok', `Node ${process.versions.node}`)
    : finding(
        'machine',
        'missing',
        `Node ${process.versions.node} is too old`,
        `Install ${LEAST_NODE.join('.')} or newer.`
      );
}

async function examineCollector(
  collector: CollectorClient
): Promise<{ findings: Finding[]; watched: string[]; keyed: boolean }> {
  const findings: Finding[] = [];
  try {
    const { body: health } = await collector.ask('/api/v1/health');
    if (typeof health['overall'] !== 'string') {
      throw new ServiceError('INTERNAL', `${collector.url} is answered by another program.`);
    }
    const state = `${String(health['overall'])}, ${String(health['state'])}`;
    findings.push(finding('collector', 'ok', `version ${String(health['version'])} at ${collector.url}: ${state}`));
    const { status, body } = await collector.ask('/api/v1/inputs');
    if (status === 401) {
      const fix = 'Set CLAUDE_FLOW_PERF_KEY to the key that it was started with.';
      const message = collector.key === undefined ? 'it asks for a key' : 'it refuses the key';
      return { findings: [...findings, finding('collector', 'missing', message, fix)], watched: [], keyed: true };
    }
    const trip = await roundTrip(collector);
    const took = trip.tookMs === undefined ? '' : ` (${Math.round(trip.tookMs)} ms)`;
    findings.push(finding('collector', trip.ok ? 'ok' : 'missing', `round trip: ${trip.message}${took}`));
    return { findings, watched: watchedFolders(body['inputs']), keyed: await collector.needsKey() };
  } catch (error) {
    const message = error instanceof ServiceError ? error.message : String(error);
    return {
      findings: [...findings, finding('collector', 'missing', message)],
      watched: [],
      keyed: collector.key !== undefined,
    };
  }
}

function watchedFolders(inputs: unknown): string[] {
  return (Array.isArray(inputs) ? inputs : []).flatMap((input: { config?: { folder?: unknown } }) =>
    typeof input?.config?.folder === 'string' ? [resolve(input.config.folder)] : []
  );
}

const OCCUPANTS: Record<Occupant, string> = {
  nobody: 'free',
  collector: 'the collector',
  'collector-stream': 'a WebSocket, as the collector has one',
  grafana: 'Grafana',
  'claude-flow-mcp': 'claude-flow’s MCP server',
  other: 'another program',
};

function portFinding(port: number, occupant: Occupant): Finding {
  const use = { 3000: 'Grafana', 3001: 'collector', 3002: 'its WebSocket', 4317: 'OTLP over gRPC' }[port] ?? '';
  const text = `${port} (${use}): ${OCCUPANTS[occupant]}`;
  if (port === 3000 && occupant === 'claude-flow-mcp') {
    return finding('ports', 'note', text, 'Start one of the two on another port: both take 3000 by default.');
  }
  const foreign = occupant === 'other' || (port === 3001 && occupant !== 'nobody' && occupant !== 'collector');
  const option = {
    3001: 'Start the collector with another --port.',
    3002: 'Start the collector with another --ws-port.',
  }[port];
  return foreign && option !== undefined ? finding('ports', 'note', text, option) : finding('ports', 'ok', text);
}

function projectFindings(projects: readonly Project[], watched: readonly string[], where: Where): Finding[] {
  if (projects.length === 0) {
    return [
      finding(
        'claude-flow',
        'note',
        'no project found here, in the folders given or in your home',
        'Name one with --folder.'
      ),
    ];
  }
  return projects.flatMap(({ folder, version, ledgers }) => {
    const path = shortPath(folder, where.home);
    const kind = version === 3 ? 'claude-flow' : 'claude-flow-2';
    const isWatched = watched.includes(resolve(folder));
    const found = `${path} (${version}.x)`;
    const missing = [
      ...(ledgers.trajectories ? [] : ['CLAUDE_FLOW_ROUTER_TRAJECTORY=1']),
      ...(ledgers.transcripts ? [] : ['CLAUDE_FLOW_RUN_TRANSCRIPTS=1']),
    ].filter((line) => where.env[line.split('=')[0] ?? ''] !== '1');
    return [
      isWatched
        ? finding('claude-flow', 'ok', `${found} is watched`)
        : finding(
            'claude-flow',
            'note',
            `${found} is not watched`,
            `Run "claude-flow-perf init" there, or add { "kind": "${kind}", "folder": … } to "inputs".`
          ),
      ...(version === 3 && missing.length > 0
        ? [
            finding(
              'claude-flow',
              'note',
              `${path} has no ledgers: tokens of single calls stay unknown`,
              `Start claude-flow with ${missing.join(' ')}.`
            ),
          ]
        : []),
    ];
  });
}

async function claudeCodeFindings(wish: Parameters<typeof judge>[1], where: Where): Promise<Finding[]> {
  const files = await readSettingsFiles(where.cwd, where.home, where.env);
  const settings = effectiveSettings(files, where.env, (path) => shortPath(path, where.home));
  const judged = judge(settings, wish).map(({ name, state, message }) =>
    finding('claude-code', state === 'ok' ? 'ok' : state === 'note' ? 'note' : 'missing', `${name}: ${message}`)
  );
  return [
    ...files.flatMap(({ path, problem }) =>
      problem === undefined
        ? []
        : [finding('claude-code', 'missing', `${shortPath(path, where.home)} ${problem}`, 'Mend it.')]
    ),
    ...judged,
    await transcriptsFinding(where),
  ];
}

async function transcriptsFinding({ home, env }: Where): Promise<Finding> {
  const folder = join(claudeFolder(home, env), 'projects');
  const projects = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  const number = projects?.filter((entry) => entry.isDirectory()).length ?? 0;
  return number > 0
    ? finding(
        'claude-code',
        'ok',
        `transcripts of ${number} ${number === 1 ? 'project' : 'projects'} in ${shortPath(folder, home)}: "init --transcripts" reads them`
      )
    : finding('claude-code', 'note', `no transcripts in ${shortPath(folder, home)}`);
}
