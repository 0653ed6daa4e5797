import { OF_SWARM, type AlertRule } from './rule.ts';

const MINUTE_BUCKETS = { intervalMs: 60_000, maxDataPoints: 500 };
const NUMBER = { intervalMs: 15_000, maxDataPoints: 500 };
const OVERVIEW = 'claude-flow-overview';
const NO_COST = 'A swarm whose cost nobody measured: unknown is not 0, and not an alarm.';

const anomaly = (metric: string) => ({
  refId: 'A' as const,
  seconds: 21_600,
  model: {
    type: 'anomalies' as const,
    instant: true,
    metric,
    groupBy: ['swarm' as const],
    recentPoints: 5,
    ...MINUTE_BUCKETS,
  },
});

export const COST_RULES: readonly AlertRule[] = [
  {
    ...OF_SWARM,
    uid: 'cf_cost_anomaly',
    title: 'Cost unusual',
    group: 'claude-flow',
    severity: 'warning',
    queries: [anomaly('cost_usd')],
    fires: { above: 0.999 },
    for: '0s',
    keepFiringFor: '5m',
    panel: { dashboardUid: OVERVIEW, panelId: 7 },
    summary: 'Swarm {{ $labels.swarm_id }} spends unusually much',
    description:
      'The cost of a minute was unlike anything of the last six hours of this swarm: {{ with $values.A }}{{ humanize .Value }}{{ end }} times the score of an alarm.',
    runbook: {
      meaning:
        'The cost of one minute left the band in which it was expected from the last six hours of the same swarm.',
      look: ['Cost by agent and model on the swarm page.', 'Whether tokens rose with it, or a dearer model was used.'],
      act: ['Where one agent spends it all, stop that agent.'],
      not: NO_COST,
    },
  },
  {
    ...OF_SWARM,
    uid: 'cf_cost_burn',
    title: 'Cost burns fast',
    group: 'claude-flow',
    severity: 'critical',
    queries: [
      {
        refId: 'A',
        seconds: 3600,
        model: { type: 'timeseries', instant: true, metric: 'cost_usd', groupBy: ['swarm'], ...NUMBER },
      },
    ],
    fires: { above: 10, recovers: 7 },
    for: '5m',
    keepFiringFor: '15m',
    panel: { dashboardUid: OVERVIEW, panelId: 7 },
    summary:
      '{{ with $values.A }}{{ printf "%.2f" .Value }}{{ end }} USD in the last hour, spent by swarm {{ $labels.swarm_id }}',
    description:
      'More than 10 USD an hour. The alert ends when it has been less than 7 USD for 15 minutes. Set the limit that fits your budget.',
    runbook: {
      meaning: 'The swarm spent more than 10 USD within the last hour, as its sources report it.',
      look: [
        'Cost by agent, sub-agent and model on the swarm page.',
        'Whether the work that it pays for is finished: tasks per dollar.',
      ],
      act: ['Stop or slow the swarm, or raise the limit of the rule if that is what it should cost.'],
      not: NO_COST,
    },
  },
  {
    ...OF_SWARM,
    uid: 'cf_budget_overrun',
    title: 'Budget will be overrun',
    group: 'claude-flow-slow',
    severity: 'warning',
    queries: [
      {
        refId: 'A',
        seconds: 43_200,
        model: { type: 'timeseries', instant: true, metric: 'cost_usd', groupBy: ['swarm'], ...NUMBER },
      },
      {
        refId: 'B',
        seconds: 259_200,
        model: {
          type: 'forecast',
          instant: true,
          metric: 'cost_usd',
          groupBy: ['swarm'],
          predictionHorizon: '12h',
          recentPoints: 8,
          intervalMs: 900_000,
          maxDataPoints: 500,
        },
      },
    ],
    // Half a day behind and half a day ahead: what a day costs at this pace.
    math: '$A + $B',
    fires: { above: 50, recovers: 40 },
    for: '15m',
    keepFiringFor: '30m',
    panel: { dashboardUid: OVERVIEW, panelId: 7 },
    summary:
      '{{ with $values.M }}{{ printf "%.2f" .Value }}{{ end }} USD a day at the pace of swarm {{ $labels.swarm_id }}',
    description:
      '{{ with $values.A }}{{ printf "%.2f" .Value }}{{ end }} USD in the last 12 hours, and {{ with $values.B }}{{ printf "%.2f" .Value }}{{ end }} USD forecast for the next 12: more than 50 USD. Set the limit that fits your budget.',
    runbook: {
      meaning:
        'What the swarm spent in the last twelve hours and what it is forecast to spend in the next twelve are together more than 50 USD.',
      look: ['The forecast of the cost with its interval.', 'Cost by agent and model: what would save most.'],
      act: ['Give agents a cheaper model, fewer agents the work, or the swarm a larger budget.'],
      not: `${NO_COST} A swarm that spent nothing for two hours is not forecast.`,
    },
  },
  {
    ...OF_SWARM,
    uid: 'cf_token_spike',
    title: 'Token spike',
    group: 'claude-flow',
    severity: 'warning',
    queries: [anomaly('token_usage')],
    fires: { above: 0.999 },
    for: '0s',
    keepFiringFor: '5m',
    panel: { dashboardUid: OVERVIEW, panelId: 6 },
    summary: 'Swarm {{ $labels.swarm_id }} uses unusually many tokens',
    description:
      'The tokens of a minute were unlike anything of the last six hours of this swarm: {{ with $values.A }}{{ humanize .Value }}{{ end }} times the score of an alarm.',
    runbook: {
      meaning:
        'The tokens of one minute left the band in which they were expected from the last six hours of the same swarm.',
      look: ['Tokens by agent and by kind: a context that grows shows as input, a lost cache as cache creation.'],
      act: ['Shorten what the agent is given, or stop it if it loops.'],
      not: 'A sender that kept only a sample: its counts are scaled up, and so are expected ones.',
    },
  },
];
