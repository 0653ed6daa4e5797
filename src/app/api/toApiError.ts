import { t } from '@grafana/i18n';
import { ApiError, type Layer } from './errors.ts';
import { readFailure, type Failure } from './readFailure.ts';

type Kind = 'network' | 'permission' | 'key' | 'missing' | 'settings' | 'unreachable' | 'wait' | 'server' | 'request';

/** Codes of the data source's own problem documents that a change of its settings can cure. */
const SETTINGS_CODES = new Set(['config', 'dns', 'refused', 'network', 'timeout', 'tls', 'not_service', 'version']);

/** Turns whatever a request threw into an `ApiError`; an `ApiError` stays as it is. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) {
    return thrown;
  }
  const failure = readFailure(thrown);
  const kind = kindOf(failure);
  return new ApiError({
    layer: layerOf(kind, failure),
    message: messageOf(kind, failure),
    action: actionOf(kind),
    status: failure.status,
    code: failure.code,
  });
}

function kindOf({ status, code, fromCollector }: Failure): Kind {
  if (status === undefined) {
    return 'network';
  }
  if (code !== undefined && SETTINGS_CODES.has(code)) {
    return 'settings';
  }
  if (code === 'auth' || status === 401 || status === 403) {
    return fromCollector ? 'key' : 'permission';
  }
  if (status === 404 && !fromCollector) {
    return 'missing';
  }
  if (status === 503 && fromCollector) {
    return 'wait';
  }
  if (status >= 502 && status <= 504) {
    return 'unreachable';
  }
  return status >= 500 ? 'server' : 'request';
}

function layerOf(kind: Kind, { fromCollector }: Failure): Layer {
  if (kind === 'network') {
    return 'browser';
  }
  return fromCollector || kind === 'unreachable' ? 'collector' : 'grafana';
}

function messageOf(kind: Kind, { status = 0, detail }: Failure): string {
  if (kind === 'network') {
    return t('errors.network', 'The request did not reach the server.');
  }
  if (kind === 'wait' && detail === undefined) {
    return t('errors.wait', 'The collector is still reading its folders.');
  }
  return detail ?? t('errors.status', 'The server answered with status {{status}}.', { status });
}

function actionOf(kind: Kind): string {
  switch (kind) {
    case 'network':
      return t(
        'errors.network-action',
        'Check that the server is running and that this browser can reach it, then try again.'
      );
    case 'permission':
      return t('errors.permission-action', 'Ask an administrator for permission to query the data source.');
    case 'key':
      return t('errors.key-action', 'Enter the API key of the collector in the settings of the data source.');
    case 'missing':
      return t('errors.missing-action', 'Choose another data source on the configuration page of the app.');
    case 'settings':
      return t('errors.settings-action', 'Correct the settings of the data source and use "Save & test" there.');
    case 'unreachable':
      return t(
        'errors.unreachable-action',
        'Start the collector with "npm start" and check the URL in the settings of the data source.'
      );
    case 'wait':
      return t('errors.wait-action', 'Wait a moment and try again.');
    case 'server':
      return t('errors.server-action', 'Look into the log of the collector; the request can be tried again.');
    case 'request':
      return t('errors.request-action', 'Change the selection and try again.');
  }
}
