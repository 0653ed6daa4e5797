/** The library: the whole system within a program, and the client for programs that push to a running service. */
export { createPerformanceReportingSystem, PerformanceReportingSystem } from './library/reportingSystem.ts';
export type { ReportingHealth, SystemConfig } from './library/reportingSystem.ts';
export { PerformanceCollector } from './collector/performanceCollector.ts';
export type { CollectorEvents, CollectorStatus } from './collector/performanceCollector.ts';
export type { CollectorSource, SourceFunction, SourceMetric } from './collector/source.ts';
export type { HighErrorRate, HighMemoryUsage } from './collector/alarms.ts';
export { ComparisonEngine, type SwarmReference } from './library/comparisonEngine.ts';
export { MetricsAnalyzer, type AnalysisCompleted } from './library/metricsAnalyzer.ts';
export { ReportGenerator, type ReportConfig } from './library/reportGenerator.ts';
export { createPerformanceClient, PerformanceClient } from './client/performanceClient.ts';
export type { ClientCounts, ClientMetric, ClientOptions, ClientTask } from './client/performanceClient.ts';
export { ServiceError } from './errors.ts';
export type { AnalysisResult, Anomaly, TrendEntry } from '../../src/core/guide/analysisTypes.ts';
export type { MetricRecord } from '../../src/core/guide/metricRecord.ts';
export type { QuickReport } from '../../src/core/guide/quickReport.ts';
export type { BenchmarkResult } from '../../src/core/guide/benchmarkResult.ts';
export type { ComparisonResult } from '../../src/core/guide/comparisonResult.ts';
export type { PerformanceRanking } from '../../src/core/guide/performanceRanking.ts';
