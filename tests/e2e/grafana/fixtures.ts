import { test as base } from '@grafana/plugin-e2e';

/** Ids and names that dashboards, alert rules and readers know; they never change. */
export const APP_ID = 'claudeflow-performance-app';
export const RANKING_PANEL = 'Claude-Flow Swarm Ranking';
export const COMPARISON_PANEL = 'Claude-Flow Swarm Comparison';
export const ANOMALIES_PANEL = 'Claude-Flow Anomalies and Forecast';
export const OVERVIEW_DASHBOARD = 'claude-flow-overview';

export const test = base.extend<{ dataSource: { uid: string; name: string } }>({
  dataSource: async ({ readProvisionedDataSource }, use) => {
    await use(await readProvisionedDataSource({ fileName: 'claude-flow.yaml' }));
  },
});

export { expect } from '@grafana/plugin-e2e';
