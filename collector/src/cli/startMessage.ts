import type { ServeOptions } from '../config/options.ts';
import { DEMO_TEXT } from '../inputs/demo/demoReplay.ts';
import type { PerformanceSystem } from '../system.ts';
import { VERSION } from '../version.ts';

interface Started {
  options: ServeOptions;
  url: string;
  wsPort: number | undefined;
  system: PerformanceSystem;
  hasPage: boolean;
}

/** What a person wants to read after starting: what runs, where to look, how to get real numbers in. */
export function startMessage({ options, url, wsPort, system, hasPage }: Started): string {
  const folders = options.claudeFlow.map((folder) => `  watching   ${folder}`);
  return [
    `Claude-Flow Performance ${VERSION}`,
    '',
    `  page       ${hasPage ? url : 'not built (run "npm run build" in standalone)'}`,
    `  API        ${url}/api/v1/swarms`,
    ...(wsPort === undefined ? [] : [`  WebSocket  ${url.replace(/^http/, 'ws').replace(/:\d+$/, `:${wsPort}`)}`]),
    `  data       ${options.dataDir}`,
    ...folders,
    ...(system.isDemo
      ? [`  demo       ${DEMO_TEXT}: a new pass every half hour, until the first real record comes`]
      : []),
    '',
    'Real numbers in:',
    `  a claude-flow 3.x project    npm start -- --claude-flow /path/to/project`,
    `  Claude Code                  export CLAUDE_CODE_ENABLE_TELEMETRY=1 OTEL_METRICS_EXPORTER=otlp OTEL_LOGS_EXPORTER=otlp \\`,
    `                                 OTEL_EXPORTER_OTLP_PROTOCOL=http/json OTEL_EXPORTER_OTLP_ENDPOINT=${url} \\`,
    `                                 OTEL_RESOURCE_ATTRIBUTES=swarm.id=my-swarm,swarm.topology=mesh`,
    ...(options.key === undefined
      ? []
      : [`                                 OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer $CLAUDE_FLOW_PERF_KEY"`]),
    '',
    'In Grafana (12.3 or newer): "docker compose up", or see "Open it in Grafana" in README.md.',
    'Stop with Ctrl-C; nothing is lost.',
  ].join('\n');
}
