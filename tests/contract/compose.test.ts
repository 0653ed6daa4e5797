import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseServeOptions } from '../../collector/src/config/options.ts';
import { composeFile, substitute } from './support/compose.ts';
import { filesBelow, readJson, readText, readYaml } from './support/repo.ts';

const SECRETS = { GRAFANA_ADMIN_PASSWORD: 'password', CLAUDE_FLOW_PERF_KEY: 'key' };
const PINNED = /^[\w./-]+:\d+\.\d+\.\d+[\w.-]*$/;

const compose = composeFile.parse(readYaml('docker-compose.yaml'));
const { grafana, collector } = compose.services;
const services = Object.entries(compose.services);
const source = readText('docker-compose.yaml');
const dockerfile = readText('deploy/Dockerfile');
const instructions = dockerfile
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line));
const stage = (name: string) => {
  const start = instructions.findIndex((line) => line.endsWith(` AS ${name}`));
  const rest = instructions.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('FROM '));
  return start < 0 ? [] : rest.slice(0, end < 0 ? undefined : end);
};

describe('docker-compose.yaml', () => {
  it('pins every image to one release: Grafana 12.3, and our own by the version of the package', () => {
    for (const [name, { image }] of services) {
      expect(substitute(image, {}), name).toMatch(PINNED);
    }
    expect(substitute(grafana.image, {})).toMatch(/^grafana\/grafana:12\.3\.\d+$/);
    expect(collector.image).toBe(
      `claude-flow-performance:${z.object({ version: z.string() }).parse(readJson('package.json')).version}`
    );
    expect(collector.build).toEqual({ context: '.', dockerfile: 'deploy/Dockerfile' });
  });

  it('has a network of its own, and volumes that it declares', () => {
    for (const [name, { networks, volumes }] of services) {
      expect(Object.keys(compose.networks), name).toEqual(expect.arrayContaining(networks));
      const named = volumes
        .filter((volume) => typeof volume === 'string')
        .map((volume) => substitute(volume, {}).split(':')[0] ?? '');
      expect(
        named.filter((volume) => !/^[./]/.test(volume) && !(volume in compose.volumes)),
        name
      ).toEqual([]);
    }
  });

  it.each(Object.keys(SECRETS))('does not start without %s, and says what to do', (name) => {
    const uses = source.match(new RegExp(`\\$\\{${name}[^}]*\\}`, 'g')) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) {
      expect(() => substitute(use, {})).toThrow(/set it in \.env, /);
      expect(() => substitute(use, { [name]: '' })).toThrow();
    }
  });

  it('holds no secret itself: passwords, keys and tokens come from the environment', () => {
    for (const [name, { environment }] of services) {
      const secret = Object.entries(environment).filter(([key]) => /PASSWORD|KEY|TOKEN|SECRET|WEBHOOK/.test(key));
      expect(secret.length, name).toBeGreaterThan(0);
      expect(
        secret.filter(([, value]) => !/^\$\{\w+:(?:\?[^}]+|-)\}$/.test(value)),
        name
      ).toEqual([]);
    }
  });

  it('gives both services the same key, and Grafana the address of the other', () => {
    expect(grafana.environment['CLAUDE_FLOW_PERF_KEY']).toBe(collector.environment['CLAUDE_FLOW_PERF_KEY']);
    expect(grafana.environment['CLAUDE_FLOW_PERF_URL']).toBe('http://collector:3001');
    expect(grafana.networks.filter((network) => collector.networks.includes(network))).not.toEqual([]);
  });

  it('lets Grafana load every plugin of the app, and no other unsigned one', () => {
    const ids = filesBelow('src')
      .filter((path) => path.endsWith('/plugin.json'))
      .map((path) => z.object({ id: z.string() }).parse(readJson(path)).id);
    expect(grafana.environment['GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS']?.split(',').sort()).toEqual(ids.sort());
  });

  it('mounts plugin and provisioning read-only where Grafana looks for them', () => {
    expect(grafana.volumes).toContain('./provisioning:/etc/grafana/provisioning:ro');
    expect(grafana.volumes).toContainEqual(
      expect.objectContaining({ source: './dist', target: '/var/lib/grafana/plugins/claudeflow-performance-app' })
    );
  });

  it('keeps Slack addresses out of the log and finds new contact points soon', () => {
    expect(grafana.environment['GF_LOG_LEVEL']).toBe('info');
    expect(Object.keys(grafana.environment).filter((name) => /LOG_FILTERS|LOG_.*LEVEL/.test(name))).toEqual([
      'GF_LOG_LEVEL',
    ]);
    const interval = grafana.environment['GF_UNIFIED_ALERTING_ALERTMANAGER_CONFIG_POLL_INTERVAL'] ?? '';
    expect(interval).toMatch(/^\d+s$/);
    expect(Number.parseInt(interval, 10)).toBeLessThanOrEqual(15);
  });

  it('opens ports on loopback only, unless told otherwise', () => {
    for (const [name, { ports }] of services) {
      for (const port of ports) {
        expect(substitute(port, {}), name).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
      }
    }
    expect(collector.ports.map((port) => port.split(':').pop())).toEqual(['3001', '3002']);
  });

  it.each([
    ['without a project', {}, []],
    ['with a project', { CLAUDE_FLOW_PROJECT: '/home/me/project' }, ['/project']],
  ])('starts the collector with options that it knows, %s', (_, environment, claudeFlow) => {
    const [command, ...args] = substitute(collector.command ?? '', environment)
      .trim()
      .split(/\s+/);
    expect(command).toBe('serve');
    expect(parseServeOptions(args, SECRETS)).toMatchObject({
      host: '0.0.0.0',
      port: 3001,
      wsPort: 3002,
      dataDir: '/data',
      claudeFlow,
    });
    expect(collector.volumes).toContain('collector-data:/data');
    const project = collector.volumes
      .filter((volume) => typeof volume === 'string')
      .map((volume) => substitute(volume, environment));
    expect(project).toContain(claudeFlow.length > 0 ? '/home/me/project:/project:ro' : '/dev/null:/project:ro');
  });

  it('documents every variable that a user has to or may want to set, with the secrets empty', () => {
    const example = new Map(
      [...readText('.env.example').matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value])
    );
    const used = new Set([...source.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    expect([...example.keys()].filter((name) => !used.has(name))).toEqual([]);
    for (const name of [...Object.keys(SECRETS), 'CF_SLACK_WEBHOOK_URL']) {
      expect(example.get(name), name).toBe('');
    }
  });
});

describe('deploy/Dockerfile', () => {
  it('builds on one pinned release of Node', () => {
    const [base] = instructions.filter((line) => line.startsWith('ARG NODE_IMAGE='));
    expect(base?.split('=')[1]).toMatch(/^node:20\.\d+\.\d+-bookworm-slim$/);
    const stages = instructions.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);
    expect(stages.filter((from) => from !== '${NODE_IMAGE}' && stage(from ?? '').length === 0)).toEqual([]);
  });

  it('installs what the lock says, and ships production packages only', () => {
    const installs = instructions.filter((line) => /\bnpm (?:i|install|ci)\b/.test(line));
    expect(installs.filter((line) => !line.includes('npm ci '))).toEqual([]);
    expect(stage('production').join('\n')).toMatch(/npm ci --omit=dev --workspace claude-flow-performance /);
    const packages = stage('runtime').filter((line) => line.startsWith('COPY '));
    expect(packages.filter((line) => !/^COPY --from=(?:production|build) /.test(line))).toEqual([]);
    expect(
      packages.filter(
        (line) => line.includes('--from=build') && !/ \/app\/collector\/(?:bin|dist|demo|page) /.test(line)
      )
    ).toEqual([]);
  });

  it('runs as a user without rights and tells its health by /readyz', () => {
    const runtime = stage('runtime');
    expect(runtime.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
    expect(runtime.indexOf('USER node')).toBeLessThan(runtime.findIndex((line) => line.startsWith('ENTRYPOINT ')));
    const health = runtime.filter((line) => line.startsWith('HEALTHCHECK ')).join('');
    expect(health).toContain("fetch('http://127.0.0.1:3001/readyz')");
    expect(health).toContain(collector.healthcheck.test.at(-1));
    expect(runtime.filter((line) => /^(?:ENV|ARG) .*(?:KEY|TOKEN|PASSWORD)/.test(line))).toEqual([]);
  });

  it('has a default command that the service takes, once it has a key', () => {
    const command = z.array(z.string()).parse(
      JSON.parse(
        stage('runtime')
          .find((line) => line.startsWith('CMD '))
          ?.slice(4) ?? ''
      )
    );
    expect(parseServeOptions(command.slice(1), SECRETS)).toMatchObject({
      host: '0.0.0.0',
      port: 3001,
      wsPort: 3002,
      dataDir: '/data',
    });
    expect(() => parseServeOptions(command.slice(1), {})).toThrow(/CLAUDE_FLOW_PERF_KEY/);
  });

  it('is sent neither secrets nor the history', () => {
    const [first, ...rules] = readText('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    expect(rules.filter((line) => line.startsWith('!') && /\.env|\.git|data|artifacts/.test(line))).toEqual([]);
    expect(rules).toContain('**/node_modules');
  });
});
