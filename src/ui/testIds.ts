/** Handles for tests in a browser, where neither a role nor a label is stable enough. */
export const testIds = {
  demoBanner: 'data-testid claude-flow demo-banner',
  ranking: {
    view: 'data-testid claude-flow ranking',
    summary: 'data-testid claude-flow ranking-summary',
    row: 'data-testid claude-flow ranking-row',
  },
  comparison: {
    view: 'data-testid claude-flow comparison',
    summary: 'data-testid claude-flow comparison-summary',
    row: 'data-testid claude-flow comparison-row',
    pair: 'data-testid claude-flow comparison-pair',
  },
  anomalies: {
    view: 'data-testid claude-flow anomalies',
    summary: 'data-testid claude-flow anomalies-summary',
    incident: 'data-testid claude-flow anomalies-incident',
  },
  overview: {
    page: 'data-testid claude-flow overview',
  },
  swarm: {
    page: 'data-testid claude-flow swarm',
  },
  compare: {
    page: 'data-testid claude-flow compare',
  },
  alerts: {
    page: 'data-testid claude-flow alerts',
  },
  inputs: {
    page: 'data-testid claude-flow inputs',
  },
  reports: {
    page: 'data-testid claude-flow reports',
    preview: 'data-testid claude-flow report-preview',
  },
  configuration: {
    form: 'data-testid claude-flow configuration',
    layer: 'data-testid claude-flow health-layer',
  },
  queryEditor: {
    container: 'data-testid claude-flow query-editor',
  },
  annotationEditor: {
    container: 'data-testid claude-flow annotation-editor',
  },
  variableEditor: {
    container: 'data-testid claude-flow variable-editor',
  },
} as const;
