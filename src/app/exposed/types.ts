/** Props of the exposed component `claudeflow-performance-app/swarm-ranking/v1`; a later form gets a later number. */
export interface SwarmRankingProps {
  /** Data source of our type; default: the first one that the reader may use. */
  datasourceUid?: string;
  /** Metric to begin with; default: task duration. */
  metric?: string;
  /** Swarms to rank; none means all. */
  swarms?: string[];
  /** Time window in epoch ms, the end not included; absent ends are open. */
  from?: number;
  to?: number;
}
