import { dataFrameFromJSON, type DataFrame, type DataFrameJSON } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { SwarmSummary } from '../../core/metrics/swarm.ts';
import { isRecord } from '../../ui/guards.ts';
import { ApiError } from './errors.ts';
import { queryError } from './readFailure.ts';
import type { CollectorHealth, ReportProgress, ServiceInfo, SwarmsAnswer } from './types.ts';

/** @throws ApiError when the answer is not a list of swarms. */
export function readSwarms(answer: unknown): SwarmsAnswer {
  if (!isRecord(answer) || !Array.isArray(answer.swarms)) {
    throw unreadable();
  }
  return { swarms: answer.swarms.filter(isSwarm) };
}

/** @throws ApiError when the answer does not come from our collector. */
export function readInfo(answer: unknown): ServiceInfo {
  if (!isRecord(answer) || typeof answer.version !== 'string') {
    throw unreadable();
  }
  return { version: answer.version, demo: answer.demo === true };
}

/** Of the report of that name; undefined when it is not among those that are made or wait. */
export function readProgress(answer: unknown, job: string): ReportProgress | undefined {
  const jobs: unknown[] = isRecord(answer) && Array.isArray(answer.jobs) ? answer.jobs : [];
  const own = jobs.filter(isRecord).find((one) => one.job === job);
  if (!own) {
    return undefined;
  }
  if (own.state === 'waiting') {
    return { state: 'waiting', ahead: typeof own.ahead === 'number' ? own.ahead : 0 };
  }
  return own.step === 'reading' || own.step === 'writing' ? { state: 'running', step: own.step } : { state: 'running' };
}

/** @throws ApiError when the answer has no overall state. */
export function readHealth(answer: unknown): CollectorHealth {
  const overall = isRecord(answer) ? answer.overall : undefined;
  if (!isRecord(answer) || (overall !== 'healthy' && overall !== 'degraded' && overall !== 'unhealthy')) {
    throw unreadable();
  }
  const components = isRecord(answer.components) ? Object.entries(answer.components) : [];
  return {
    overall,
    components: components.map(([name, state]) => ({ name, state: stateOf(state) })),
    demo: answer.demo === true,
  };
}

/** @throws ApiError when a query failed, with the data source's own words. */
export function readFrames(answer: unknown): DataFrame[] {
  const results = isRecord(answer) ? answer.results : undefined;
  if (!isRecord(results)) {
    throw unreadable();
  }
  const error = queryError(results);
  if (error !== undefined) {
    throw new ApiError({
      layer: 'collector',
      message: error,
      action: t('errors.request-action', 'Change the selection and try again.'),
    });
  }
  return Object.values(results)
    .flatMap((result): unknown[] => (isRecord(result) && Array.isArray(result.frames) ? result.frames : []))
    .filter(isFrame)
    .map((frame) => dataFrameFromJSON(frame));
}

function isFrame(value: unknown): value is DataFrameJSON {
  return isRecord(value) && isRecord(value.schema) && Array.isArray(value.schema.fields);
}

function isSwarm(value: unknown): value is SwarmSummary {
  return isRecord(value) && typeof value.swarmId === 'string' && isRecord(value.tasks);
}

function stateOf(state: unknown): string {
  if (isRecord(state)) {
    return typeof state.status === 'string' ? state.status : 'unknown';
  }
  return typeof state === 'string' ? state : 'unknown';
}

function unreadable(): ApiError {
  return new ApiError({
    layer: 'collector',
    message: t('errors.unreadable', 'The answer is not one of a Claude-Flow Performance collector.'),
    action: t(
      'errors.unreadable-action',
      'Check that the URL of the data source points to the collector and that both have the same version.'
    ),
  });
}
