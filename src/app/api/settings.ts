import { PLUGIN_ID } from '../constants.ts';
import { isRecord } from '../../ui/guards.ts';
import { request } from './transport.ts';

export interface AppSettings {
  /** Data source that the pages read from. */
  datasourceUid?: string;
}

/** Reads the app's stored settings, which may be of any age. */
export function readSettings(jsonData: unknown): AppSettings {
  return isRecord(jsonData) && typeof jsonData.datasourceUid === 'string'
    ? { datasourceUid: jsonData.datasourceUid }
    : {};
}

/** @throws ApiError, for instance when the reader is no administrator. */
export async function saveSettings(
  meta: { enabled?: boolean; pinned?: boolean },
  jsonData: AppSettings
): Promise<void> {
  const { enabled = true, pinned = true } = meta;
  await request({ url: `/api/plugins/${PLUGIN_ID}/settings`, method: 'POST', data: { enabled, pinned, jsonData } });
}
