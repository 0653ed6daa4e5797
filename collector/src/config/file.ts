import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ServiceError } from '../errors.ts';
import { METRIC_SOURCES } from '../../../src/core/metrics/records.ts';
import { alertsSchema, deliverySchema, reportingSchema } from './delivery.ts';
import { inputConfigSchema } from './inputs.ts';

/** The integration guide's `performance-config.json`, the parts that are built. */
export const configFileSchema = z.looseObject({
  inputs: z.array(inputConfigSchema).max(1000).default([]),
  reporting: reportingSchema.prefault({}),
  delivery: deliverySchema.prefault({}),
  alerts: alertsSchema.prefault({}),
  collector: z
    .looseObject({
      enabled: z.boolean().default(true),
      /** ms */
      interval: z.number().int().min(100).max(3_600_000).default(5000),
      batchSize: z.number().int().min(1).max(20_000).default(100),
      bufferSize: z.number().int().min(1).max(1_000_000).default(1000),
      /** ms */
      timeout: z.number().int().min(100).max(600_000).default(30_000),
      retryAttempts: z.number().int().min(0).max(100).default(3),
      sources: z.array(z.enum(METRIC_SOURCES)).default([...METRIC_SOURCES]),
      /** Metric types that are not collected. */
      excludeMetrics: z.array(z.string()).max(1000).default([]),
      sampling: z
        .strictObject({
          enabled: z.boolean().default(false),
          rate: z.number().gt(0).max(1).default(1),
          strategy: z.enum(['uniform', 'adaptive', 'priority']).default('uniform'),
        })
        .prefault({}),
    })
    .prefault({}),
});

export type ConfigFile = z.output<typeof configFileSchema>;
export type CollectorConfig = ConfigFile['collector'];

/** @throws ServiceError `CONFIG` naming the file and the first field that is wrong. */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new ServiceError('CONFIG', `The configuration ${path} can't be read. Check the path given to --config.`);
  }
  return parseConfig(text, path);
}

/** @throws ServiceError `CONFIG` */
export function parseConfig(text: string, path: string): ConfigFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ServiceError(
      'CONFIG',
      `${path} is not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}.`
    );
  }
  const result = configFileSchema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ServiceError('CONFIG', `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`);
  }
  return result.data;
}
