import { QUIET_HOURS } from './messages.ts';
import type { AlertRule } from './rule.ts';

const NUMBER = { intervalMs: 15_000, maxDataPoints: 500 };
const BOARD = 'claude-flow-collector';
const OF_INPUT = {
  component: 'input',
  labels: ['input', 'input_kind'],
  onError: 'KeepLast',
  missingSeriesEvals: 10,
} as const;

export const COLLECTOR_RULES: readonly AlertRule[] = [
  {
    uid: 'cf_collector_down',
    title: 'Collector down',
    group: 'claude-flow',
    severity: 'critical',
    component: 'collector',
    labels: [],
    // Answers one number whenever the collector is up, 0 when nothing finished.
    queries: [
      {
        refId: 'A',
        seconds: 600,
        model: { type: 'timeseries', instant: true, metric: 'task_count', groupBy: [], ...NUMBER },
      },
    ],
    fires: 'never',
    for: '2m',
    onError: 'Alerting',
    panel: { dashboardUid: BOARD, panelId: 1 },
    summary: 'Grafana cannot query the collector',
    description:
      'Queries to the collector fail: it is down, refuses the key or does not understand them. Swarms are not watched until that is mended; what it has acknowledged is kept.',
    runbook: {
      meaning:
        'A cheap query to the collector has failed for two minutes. All other rules keep their last state meanwhile, so this is the one message.',
      look: [
        'Test the data source in Grafana: its message names the layer at fault and the fix.',
        'Whether the process runs, and what its log says: `claude-flow-perf doctor`.',
      ],
      act: [
        'Start the collector again. What it acknowledged is there, and senders try again.',
        'Where the key is refused, enter the new one in the data source.',
      ],
      not: 'A restart within two minutes.',
    },
  },
  {
    ...OF_INPUT,
    uid: 'cf_input_silent',
    title: 'Input silent',
    group: 'claude-flow-slow',
    severity: 'warning',
    queries: [{ refId: 'A', seconds: 600, model: { type: 'health', check: 'inputSilence', ...NUMBER } }],
    fires: { above: 21_600 },
    for: '5m',
    // Nobody has to be told in the night that nobody works in the night.
    muteTimings: [QUIET_HOURS],
    panel: { dashboardUid: BOARD, panelId: 3 },
    summary: 'Nothing for {{ with $values.A }}{{ humanizeDuration .Value }}{{ end }} from input {{ $labels.input }}',
    description: 'Its newest record is more than six hours old. Muted at night and at weekends (UTC).',
    runbook: {
      meaning:
        'The newest record of an input that has delivered since the collector started is more than six hours old.',
      look: [
        'The input on the inputs page: its state and reason.',
        'Whether somebody works with that sender at all.',
        '`claude-flow-perf doctor`, which sends a marked record all the way.',
      ],
      act: [
        'Mend the sender: its exporter settings, its folder, its address.',
        'Remove an input that is not needed any more.',
      ],
      not: 'An input that never delivered since the start of the collector. Nights and weekends.',
    },
  },
  {
    ...OF_INPUT,
    uid: 'cf_input_failing',
    title: 'Input failing',
    group: 'claude-flow',
    severity: 'warning',
    queries: [{ refId: 'A', seconds: 600, model: { type: 'health', check: 'inputFailing', ...NUMBER } }],
    fires: { above: 0.5 },
    for: '5m',
    keepFiringFor: '5m',
    panel: { dashboardUid: BOARD, panelId: 2 },
    summary: 'Input {{ $labels.input }} does not work as configured',
    description: 'The inputs page of the app says why, and what to do.',
    runbook: {
      meaning:
        'An input has said for five minutes that it lacks something: a folder that is gone, a target that does not answer, a file that it cannot read.',
      look: ['The reason on the inputs page, or `GET /api/v1/inputs`.'],
      act: ['Do what the reason says. The input tries again by itself.'],
      not: 'An input that waits for its first record.',
    },
  },
  {
    uid: 'cf_sink_failing',
    title: 'Sink failing',
    group: 'claude-flow',
    severity: 'warning',
    component: 'sink',
    labels: ['sink', 'sink_kind'],
    onError: 'KeepLast',
    missingSeriesEvals: 10,
    queries: [{ refId: 'A', seconds: 600, model: { type: 'health', check: 'sinkFailing', ...NUMBER } }],
    fires: { above: 0.5 },
    for: '5m',
    keepFiringFor: '10m',
    panel: { dashboardUid: BOARD, panelId: 2 },
    summary: 'Sink {{ $labels.sink }} does not take what it is sent',
    description: 'The last try failed, for five minutes now. What is waiting is kept and sent again.',
    runbook: {
      meaning:
        'A place that the collector sends records or messages on to has refused them, or not answered, for five minutes.',
      look: [
        'The log of the collector: the answer of the sink.',
        'Whether the sink itself is up, full, or has another key now.',
      ],
      act: ['Mend the sink or its address and key. Nothing has to be sent again by hand.'],
      not: 'A single failed try. A collector without sinks.',
    },
  },
];
