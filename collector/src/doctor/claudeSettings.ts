import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Setting } from './telemetry.ts';

export interface SettingsFile {
  path: string;
  /** Why it could not be read; its content is not told. */
  problem?: string;
  env: Record<string, string>;
}

/** Claude Code's settings files, the strongest last. Those that don't exist are left out. */
export async function readSettingsFiles(
  project: string,
  home: string,
  env: NodeJS.ProcessEnv
): Promise<SettingsFile[]> {
  const paths = [
    join(claudeFolder(home, env), 'settings.json'),
    join(project, '.claude', 'settings.json'),
    join(project, '.claude', 'settings.local.json'),
  ];
  const files = await Promise.all([...new Set(paths)].map(readSettings));
  return files.flatMap((file) => file ?? []);
}

/** Where Claude Code keeps what belongs to a person. */
export function claudeFolder(home: string, env: NodeJS.ProcessEnv): string {
  return env['CLAUDE_CONFIG_DIR'] || join(home, '.claude');
}

/** What counts for Claude Code: its settings files are laid over the environment. */
export function effectiveSettings(
  files: readonly SettingsFile[],
  env: NodeJS.ProcessEnv,
  nameOf: (path: string) => string
) {
  const settings = new Map<string, Setting>();
  const own = Object.entries(env).filter(([name]) => /^(?:OTEL_|CLAUDE_CODE_ENABLE_TELEMETRY$)/.test(name));
  for (const [name, value] of own) {
    settings.set(name, { value: value ?? '', from: 'environment' });
  }
  for (const file of files) {
    for (const [name, value] of Object.entries(file.env)) {
      settings.set(name, { value, from: nameOf(file.path) });
    }
  }
  return settings;
}

async function readSettings(path: string): Promise<SettingsFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    return missing ? undefined : { path, problem: 'can’t be read; check its permissions', env: {} };
  }
  try {
    const json: unknown = JSON.parse(text);
    const env = typeof json === 'object' && json !== null && 'env' in json ? json.env : undefined;
    const entries = typeof env === 'object' && env !== null ? Object.entries(env) : [];
    return {
      path,
      env: Object.fromEntries(
        entries.flatMap(([name, value]) =>
          ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : []
        )
      ),
    };
  } catch {
    return { path, problem: 'is not valid JSON: Claude Code ignores it', env: {} };
  }
}
