import { resolve } from 'node:path';
import { z } from 'zod';
import type { AnalysisResult } from '../../../src/core/guide/analysisTypes.ts';
import type { QuickReport } from '../../../src/core/guide/quickReport.ts';
import { PerformanceCollector } from '../collector/performanceCollector.ts';
import type { Random } from '../collector/sampling.ts';
import { configFileSchema } from '../config/file.ts';
import { ServiceError } from '../errors.ts';
import { systemHealth, type SystemHealth } from '../health.ts';
import { createLog } from '../log.ts';
import { quickReportOf } from '../query/quickReport.ts';
import { PerformanceSystem } from '../system.ts';
import { ComparisonEngine } from './comparisonEngine.ts';
import { MetricsAnalyzer, type AnalysisCompleted } from './metricsAnalyzer.ts';
import { ReportGenerator } from './reportGenerator.ts';
import { VisualizationRenderer } from './visualizationRenderer.ts';

/** performance-config.json, and where the data are kept. What is not built is accepted and does nothing. */
const systemConfigSchema = configFileSchema.extend({
  /** Only one process may have it open: a program beside a running service pushes to that one instead. */
  dataDir: z.string().min(1).default('./data'),
  /** Replays a recording while nothing real has come. */
  demo: z.boolean().default(false),
});

export type SystemConfig = z.input<typeof systemConfigSchema>;

/** The guide's health, with what the collector's own sources did. `avgCollectionTime` is absent before the first round, ms. */
export interface ReportingHealth {
  overall: SystemHealth['overall'];
  components: SystemHealth['components'];
  metrics: SystemHealth['metrics'] & { avgCollectionTime?: number };
  uptime: number;
}

/** Everything within the program that uses it: store, inputs, collector, analysis. */
export class PerformanceReportingSystem {
  readonly components: {
    collector: PerformanceCollector;
    analyzer: MetricsAnalyzer;
    comparisonEngine: ComparisonEngine;
    reportGenerator: ReportGenerator;
    visualizationRenderer: VisualizationRenderer;
  };
  private readonly config: z.output<typeof systemConfigSchema>;
  private opened: PerformanceSystem | undefined;
  private opening: Promise<void> | undefined;
  private closing: Promise<void> | undefined;

  /** @throws ServiceError `CONFIG` naming the first field that is wrong. */
  constructor(config: SystemConfig = {}, random?: Random) {
    const result = systemConfigSchema.safeParse(config);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new ServiceError('CONFIG', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`);
    }
    this.config = result.data;
    const store = () => this.system.store;
    this.components = {
      collector: new PerformanceCollector(
        {
          store,
          receive: (metrics, provenance) => this.system.push.receive(metrics, provenance),
          ...(random === undefined ? {} : { random }),
        },
        this.config.collector
      ),
      analyzer: new MetricsAnalyzer(store, (event) => this.completed(event)),
      comparisonEngine: new ComparisonEngine(store),
      reportGenerator: new ReportGenerator(() => this.system),
      visualizationRenderer: new VisualizationRenderer(store),
    };
  }

  /** Opens the store, reads the configured inputs once and starts the collector. @throws ServiceError, as `serve` does. */
  initialize(): Promise<void> {
    return (this.opening ??= this.open().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    }));
  }

  /** Stores what was taken and closes. It can't be opened again. */
  shutdown(): Promise<void> {
    return (this.closing ??= this.close());
  }

  /** The same answer as `GET /api/v1/analysis/:swarmId`. @throws ServiceError `UNKNOWN_SWARM` */
  async getQuickReport(swarmId: string): Promise<QuickReport & { analysis: AnalysisResult }> {
    const report = await quickReportOf(this.system.store, swarmId, Date.now());
    this.completed({ swarmId, analysis: report.analysis, timestamp: report.timestamp });
    return report;
  }

  getSystemHealth(): ReportingHealth {
    const { overall, components, metrics, uptime } = systemHealth(this.system);
    const { avgCollectionTime, counts, lastCollection } = this.components.collector.status();
    const last = [metrics.lastCollection, lastCollection].filter((time) => typeof time === 'number');
    return {
      overall,
      components,
      metrics: {
        ...metrics,
        errorCount: metrics.errorCount + counts.errors,
        lastCollection: last.length > 0 ? Math.max(...last) : null,
        ...(avgCollectionTime === undefined ? {} : { avgCollectionTime }),
      },
      uptime,
    };
  }

  /** @throws ServiceError `STOPPING` before `initialize` and after `shutdown`. */
  private get system(): PerformanceSystem {
    if (!this.opened) {
      throw new ServiceError('STOPPING', 'The system is not open: await initialize() first.');
    }
    return this.opened;
  }

  /** The guide listens at the collector, whichever part made the analysis. */
  private completed(event: AnalysisCompleted): void {
    this.components.collector.emit('analysis:completed', event);
  }

  private async open(): Promise<void> {
    const { dataDir, inputs, demo, ...reporting } = this.config;
    const options = { dataDir: resolve(dataDir), inputs, demo, reporting };
    const system = await PerformanceSystem.open(options, createLog());
    try {
      system.on('stored', (records) => this.components.collector.stored(records));
      await system.start();
      this.opened = system;
      await this.components.collector.start();
    } catch (error) {
      await system.close();
      throw error;
    }
  }

  private async close(): Promise<void> {
    await this.opening?.catch(() => undefined);
    await this.components.collector.stop();
    const system = this.opened;
    this.opened = undefined;
    await system?.close();
  }
}

/** The guide's way in. Nothing is opened before `initialize()`. @throws ServiceError `CONFIG` */
export function createPerformanceReportingSystem(config: SystemConfig = {}): PerformanceReportingSystem {
  return new PerformanceReportingSystem(config);
}
