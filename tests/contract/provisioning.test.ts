import { describe, expect, it } from 'vitest';
import { isScalar, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { interpolatedTexts, strayDollars } from './support/interpolation.ts';
import { alertingFile, dashboardsFile, datasourcesFile, pluginsFile } from './support/provisioning.ts';
import { filesBelow, readJson, readText, readYaml } from './support/repo.ts';

const FILES = {
  'provisioning/plugins/app.yaml': pluginsFile,
  'provisioning/datasources/claude-flow.yaml': datasourcesFile,
  'provisioning/dashboards/claude-flow.yaml': dashboardsFile,
  'provisioning/alerting/claude-flow.yaml': alertingFile,
  'provisioning/alerting/claude-flow-rules.yaml': alertingFile,
  'provisioning/optional/claude-flow-teams.yaml': alertingFile,
  'provisioning/optional/claude-flow-datasource.yaml': datasourcesFile,
};
const VARIABLES = [
  'CLAUDE_FLOW_PERF_URL',
  'CLAUDE_FLOW_PERF_KEY',
  'CLAUDE_FLOW_PERF_CA',
  'CLAUDE_FLOW_PERF_CLIENT_CERT',
  'CLAUDE_FLOW_PERF_CLIENT_KEY',
  'CLAUDE_FLOW_PERF_GATEWAY_TOKEN',
  'CF_SLACK_WEBHOOK_URL',
  'CF_TEAMS_WORKFLOW_URL',
];

const apps = () => pluginsFile.parse(readYaml('provisioning/plugins/app.yaml')).apps;
const dataSources = () => datasourcesFile.parse(readYaml('provisioning/datasources/claude-flow.yaml')).datasources;
describe('every file', () => {
  it('is one of those that are checked here', () => {
    expect(filesBelow('provisioning').sort()).toEqual(Object.keys(FILES).sort());
  });

  it.each(Object.entries(FILES))('%s has only keys that Grafana reads, with values that it takes', (path, schema) => {
    expect(schema.safeParse(readYaml(path)).error).toBeUndefined();
  });

  it.each(Object.keys(FILES))('%s quotes templates, which YAML would take for maps', (path) => {
    const document = parseDocument(readText(path));
    expect(document.errors).toEqual([]);
    visit(document, {
      Scalar: (_, node) => {
        if (isScalar(node) && typeof node.value === 'string' && node.value.includes('{{')) {
          expect(node.type, node.value).not.toBe('PLAIN');
        }
      },
    });
  });

  it.each(Object.keys(FILES))('%s has no $ that Grafana would take for an unknown variable', (path) => {
    expect(
      interpolatedTexts(readYaml(path)).flatMap(({ path: at, text }) =>
        strayDollars(text, VARIABLES).map((use) => `${at}: ${use}`)
      )
    ).toEqual([]);
  });

  it('could not have one unnoticed', () => {
    expect(strayDollars('{{ $labels.swarm_id }}', VARIABLES)).toEqual(['$labels']);
    expect(strayDollars('${CLAUDE_FLOW_PERF_KEY}', VARIABLES)).toEqual(['${CLAUDE_FLOW_PERF_KEY}']);
    expect(strayDollars('{{ $$labels.swarm_id }} $CLAUDE_FLOW_PERF_KEY', VARIABLES)).toEqual([]);
  });
});

describe('the data source with every option', () => {
  it('is the same one, with each option that its settings page has', () => {
    const options = z.object({
      jsonData: z.record(z.string(), z.unknown()),
      secureJsonData: z.record(z.string(), z.string()),
    });
    const file = datasourcesFile.parse(readYaml('provisioning/optional/claude-flow-datasource.yaml'));
    const [full] = file.datasources;
    expect(file.datasources.map(({ uid, type, url }) => ({ uid, type, url }))).toEqual(
      dataSources().map(({ uid, type, url }) => ({ uid, type, url }))
    );
    const { jsonData, secureJsonData } = options.parse(full);
    const declared = (name: string) => {
      const [, body = ''] =
        new RegExp(`interface ${name}[^{]*\\{([^}]*)\\}`).exec(readText('src/datasource/types.ts')) ?? [];
      return [...body.matchAll(/^  (\w+)\?:/gm)].map(([, option = '']) => option);
    };
    expect(declared('PerformanceOptions').length).toBeGreaterThan(3);
    expect(Object.keys(jsonData)).toEqual(expect.arrayContaining(declared('PerformanceOptions')));
    expect(Object.keys(secureJsonData)).toEqual(expect.arrayContaining(declared('PerformanceSecrets')));
  });
});

describe('app and data source', () => {
  it('are the ones of this plugin, and belong together', () => {
    const ids = filesBelow('src')
      .filter((path) => path.endsWith('/plugin.json'))
      .map((path) => z.object({ id: z.string() }).parse(readJson(path)).id);
    const [source] = dataSources();
    expect(dataSources()).toHaveLength(1);
    expect(source?.uid).toBe('claude-flow');
    expect(ids).toContain(source?.type);
    expect(apps().map(({ type, disabled, jsonData }) => ({ type, disabled, jsonData }))).toEqual([
      { type: 'claudeflow-performance-app', disabled: false, jsonData: { datasourceUid: source?.uid } },
    ]);
    expect(ids).toContain('claudeflow-performance-app');
  });

  it('hold no secret and no address but loopback', () => {
    const [source] = dataSources();
    expect(source?.secureJsonData).toEqual({ apiKey: '$CLAUDE_FLOW_PERF_KEY' });
    expect(source?.url).toBe('$CLAUDE_FLOW_PERF_URL');
    expect(new URL(source?.jsonData.fallbackUrl ?? '').hostname).toBe('127.0.0.1');
  });
});
