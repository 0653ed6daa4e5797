import { OF_SWARM, type AlertRule } from './rule.ts';

const MINUTE_BUCKETS = { intervalMs: 60_000, maxDataPoints: 500 };
const FIVE_MINUTE_BUCKETS = { intervalMs: 300_000, maxDataPoints: 500 };
const NUMBER = { intervalMs: 15_000, maxDataPoints: 500 };
const OVERVIEW = 'claude-flow-overview';

const ENDED = 'A swarm that ends: its work leaves the window, and its number with it.';

export const SWARM_RULES: readonly AlertRule[] = [
  {
    ...OF_SWARM,
    uid: 'cf_swarm_error_rate',
    title: 'Swarm error rate high',
    group: 'claude-flow',
    severity: 'critical',
    queries: [
      {
        refId: 'A',
        seconds: 600,
        model: { type: 'timeseries', instant: true, metric: 'error_rate', groupBy: ['swarm'], ...NUMBER },
      },
      {
        refId: 'B',
        seconds: 600,
        model: { type: 'timeseries', instant: true, metric: 'task_count', groupBy: ['swarm'], ...NUMBER },
      },
    ],
    // One failed task of two is no rate: it counts from five finished tasks on.
    math: '$A * ($B >= 5)',
    fires: { above: 0.2, recovers: 0.1 },
    for: '2m',
    keepFiringFor: '5m',
    panel: { dashboardUid: OVERVIEW, panelId: 4 },
    summary:
      'Error rate {{ with $values.A }}{{ humanizePercentage .Value }}{{ end }} over the last 10 minutes in swarm {{ $labels.swarm_id }}',
    description:
      'More than 20 % of at least five finished tasks and sub-agents failed. The alert ends when the rate has been below 10 % for 5 minutes.',
    runbook: {
      meaning:
        'More than a fifth of what the swarm finished in the last ten minutes failed, of at least five tasks and sub-agents.',
      look: [
        'The swarm page: which agent types and task types fail, and with which error.',
        'Whether model requests fail too (rate limits, an outage of the provider) or only tasks do.',
        'Whether other swarms fail at the same time: then the cause is outside of the swarm.',
      ],
      act: [
        'Stop the swarm if it burns money on work that fails.',
        'Where one agent type fails, take it out or give it another model.',
      ],
      not: `${ENDED} Cancelled tasks are neither failures nor successes.`,
    },
  },
  {
    ...OF_SWARM,
    uid: 'cf_duration_anomaly',
    title: 'Task duration unusual',
    group: 'claude-flow',
    severity: 'warning',
    queries: [
      {
        refId: 'A',
        seconds: 21_600,
        model: {
          type: 'anomalies',
          instant: true,
          metric: 'task_duration',
          groupBy: ['swarm'],
          recentPoints: 5,
          ...MINUTE_BUCKETS,
        },
      },
    ],
    // A number of 1 or more is an alarm, whatever the sensitivity; a point stays new for five minutes.
    fires: { above: 0.999 },
    for: '0s',
    keepFiringFor: '5m',
    panel: { dashboardUid: 'claude-flow-anomalies', panelId: 1 },
    summary: 'Tasks of swarm {{ $labels.swarm_id }} take unusually long',
    description:
      'The median duration of a minute was unlike anything of the last six hours of this swarm: {{ with $values.A }}{{ humanize .Value }}{{ end }} times the score of an alarm.',
    runbook: {
      meaning:
        'The median duration of the tasks of one minute left the band in which it was expected from the last six hours of the same swarm.',
      look: [
        'The anomalies of the swarm: when it began, and whether model requests became slower at the same time.',
        'Whether the mix of task types changed: longer tasks are not slower ones.',
      ],
      act: [
        'Where model requests are slow, there is nothing to mend in the swarm.',
        'Where only tasks are slow, look for agents that wait for each other.',
      ],
      not: `${ENDED} Failed tasks have no duration, so a swarm that fails fast does not look fast.`,
    },
  },
  {
    ...OF_SWARM,
    uid: 'cf_swarm_stalled',
    title: 'Swarm stalled',
    group: 'claude-flow',
    severity: 'warning',
    queries: [
      { refId: 'A', seconds: 21_600, model: { type: 'health', check: 'stalled', recentMs: 600_000, ...NUMBER } },
    ],
    fires: { above: 1800 },
    for: '2m',
    keepFiringFor: '5m',
    panel: { dashboardUid: 'claude-flow-collector', panelId: 4 },
    summary:
      'Nothing finished for {{ with $values.A }}{{ humanizeDuration .Value }}{{ end }}, and still at work: swarm {{ $labels.swarm_id }}',
    description:
      'It makes model requests or tool calls, and no task or sub-agent has ended for more than half an hour and twice its longest wait before.',
    runbook: {
      meaning:
        'The swarm shows model requests or tool calls, but has finished no task or sub-agent for more than half an hour and more than twice the longest wait that it took before.',
      look: [
        'The tool calls of the last minutes: the same call again and again is an agent in a loop.',
        'What it costs meanwhile.',
      ],
      act: [
        'Stop the agent that loops, or the swarm.',
        'If the task is simply long, silence the alert for this swarm.',
      ],
      not: 'A swarm that ends or pauses: without signs of life there is no stall. A swarm that finished fewer than five tasks: its pace is not known.',
    },
  },
  {
    ...OF_SWARM,
    uid: 'cf_quality_regression',
    title: 'Swarm worse than before',
    group: 'claude-flow-slow',
    severity: 'warning',
    queries: [
      {
        refId: 'A',
        seconds: 86_400,
        model: {
          type: 'comparison',
          instant: true,
          metrics: ['task_duration', 'error_rate', 'tool_error_rate', 'request_error_rate'],
          groupBy: ['swarm'],
          recentMs: 7_200_000,
          ...NUMBER,
        },
      },
    ],
    fires: { above: 0.5 },
    for: '10m',
    keepFiringFor: '30m',
    panel: { dashboardUid: OVERVIEW, panelId: 2 },
    summary:
      'Worse than before on {{ with $values.A }}{{ humanize .Value }}{{ end }} of 4 metrics: swarm {{ $labels.swarm_id }}',
    description:
      'The last two hours were tested against the day before: duration, error rate of tasks, tools and requests. To test against another swarm, set "baseline" in the query.',
    runbook: {
      meaning:
        'What the swarm did in the last two hours is proven worse than what it did in the 22 hours before, on at least one of task duration, error rate, tool error rate and request error rate (chance of any false claim 0.1 % an evaluation).',
      look: [
        'The comparison of the swarm: which metric, by how much, with which interval.',
        'What changed: model, topology, prompt, task types. Types that both periods have are compared within types.',
      ],
      act: ['Undo what changed, or accept the new level: after a day it is the baseline.'],
      not: `${ENDED} A swarm with too few tasks on either side: nothing is claimed then.`,
    },
  },
  {
    ...OF_SWARM,
    uid: 'cf_error_rate_forecast',
    title: 'Error rate is heading for 20 %',
    group: 'claude-flow-slow',
    severity: 'warning',
    queries: [
      {
        refId: 'A',
        seconds: 21_600,
        model: {
          type: 'forecast',
          instant: true,
          metric: 'error_rate',
          groupBy: ['swarm'],
          predictionHorizon: '1h',
          recentPoints: 3,
          ...FIVE_MINUTE_BUCKETS,
        },
      },
    ],
    fires: { above: 0.2, recovers: 0.15 },
    for: '15m',
    keepFiringFor: '15m',
    panel: { dashboardUid: OVERVIEW, panelId: 4 },
    summary:
      'Error rate forecast to be {{ with $values.A }}{{ humanizePercentage .Value }}{{ end }} in an hour in swarm {{ $labels.swarm_id }}',
    description:
      'The last six hours, in steps of five minutes, go on to more than 20 %. The alert ends when the forecast has been below 15 % for 15 minutes.',
    runbook: {
      meaning:
        'If the error rate goes on as in the last six hours, it is above 20 % in an hour; the forecast has said so for a quarter of an hour.',
      look: [
        'The forecast of the swarm with its interval: a wide one says little.',
        'Since when failures become more, and which task types they are of.',
      ],
      act: ['Act as for a high error rate, before it is one.'],
      not: `${ENDED} A series that ended more than a quarter of an hour ago is not forecast.`,
    },
  },
];
